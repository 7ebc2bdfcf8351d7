package io.crij.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line as a user types it: what fails is one line, without a stack trace. */
class CommandLineTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void configPrintsValuesWithTheirOrigin() throws IOException {
    Path file = Files.writeString(folder.resolve("crij.toml"), "crij.stop_timeout = \"7s\"\n");
    assertThat(run("config", "--config", file.toString(), "--root", "/srv/crij")).isZero();
    assertThat(out.toString())
        .contains("root = \"/srv/crij\"  # --root")
        .contains("stop_timeout = \"7s\"  # " + file)
        .contains("runroot = \"/run/crij\"  # default");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void unknownFlagsAreNamed() {
    assertThat(run("serve", "--rot", "/srv")).isEqualTo(2);
    assertOneLine("crij serve: ", "--rot");
  }

  @Test
  void badValuesOfFlags() {
    assertThat(run("serve", "--root", "srv")).isEqualTo(1);
    assertOneLine("crij serve: ", "--root must be an absolute path, not 'srv'");
    assertThat(run("serve", "--log-level", "loud")).isEqualTo(1);
    assertOneLine("crij serve: ", "--log-level must be one of error, warn, info, debug, trace");
  }

  @Test
  void unknownKeysOfFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("crij.toml"), "[crij.runtime]\nconmn = \"\"\n");
    assertThat(run("serve", "--config", file.toString())).isEqualTo(1);
    assertOneLine(
        "crij serve: " + file + ": unknown key crij.runtime.conmn",
        "The nearest known key is crij.runtime.conmon.");
  }

  @Test
  void aFileWithControlCharactersInItsNameIsStillOneLine() {
    assertThat(run("config", "--config", folder.resolve("a\nb\u001b[31m").toString())).isEqualTo(1);
    assertOneLine("crij config: the configuration file ", "does not exist");
  }

  @Test
  void aConfigurationThatWasNamedMustExist() {
    assertThat(run("serve", "--config", folder.resolve("none").toString())).isEqualTo(1);
    assertOneLine("crij serve: the configuration file " + folder.resolve("none"), "does not exist");
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private void assertOneLine(String begin, String contained) {
    assertThat(err.toString()).startsWith(begin).contains(contained).endsWith("\n");
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }
}
