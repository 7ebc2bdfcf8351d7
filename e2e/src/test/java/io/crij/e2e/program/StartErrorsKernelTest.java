package io.crij.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.DaemonUnderTest;
import io.crij.e2e.harness.PackagedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crij serve} that is asked for wrongly: one line says why, and nothing was made. */
class StartErrorsKernelTest {
  private static final String NOBODY = "65534";

  @TempDir private Path folder;

  private DaemonSetup setup;
  private List<Path> before = List.of();

  @BeforeEach
  void prepare() {
    setup = DaemonSetup.in(folder, "");
  }

  @AfterEach
  void nothingWasMade() throws IOException {
    assertThat(before).isNotEmpty();
    assertThat(files()).isEqualTo(before);
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder + "/");
  }

  @Test
  void anUnknownKeyIsNamedWithItsFileAndTheNearestKey() throws IOException {
    write(setup.withConfiguration("[crij.runtime]\nconmonn = \"/usr/bin/conmon\"\n"));
    assertThat(RefusedStart.of(setup).line())
        .startsWith("crij serve: " + folder.resolve("crij.toml"))
        .contains("unknown key crij.runtime.conmonn")
        .contains("nearest known key is crij.runtime.conmon.");
  }

  @Test
  void aBadValueIsNamedWithItsFileAndKey() throws IOException {
    write(setup.withConfiguration("[crij.runtime]\nconcurrent_operations = \"many\"\n"));
    assertThat(RefusedStart.of(setup).line())
        .startsWith("crij serve: " + folder.resolve("crij.toml"))
        .contains("crij.runtime.concurrent_operations");
  }

  @Test
  void aFileThatIsNoTomlIsNamedWithItsLine() throws IOException {
    write(setup.withConfiguration("[crij.runtime]\nthis is no TOML\n"));
    assertThat(RefusedStart.of(setup).line())
        .startsWith("crij serve: " + folder.resolve("crij.toml") + ":2");
  }

  @Test
  void aBadValueOfAFlagIsNamedWithTheFlag() throws IOException {
    write(setup);
    assertThat(RefusedStart.of(setup, "--log-level", "loud").line())
        .startsWith("crij serve: --log-level must be one of ");
  }

  @Test
  void anUnknownFlagIsNamed() throws IOException {
    write(setup);
    assertThat(RefusedStart.of(setup, "--rot", "/srv").line())
        .startsWith("crij serve: ")
        .contains("--rot")
        .contains("--help");
  }

  @Test
  void aConfigurationThatWasNamedMustExist() throws IOException {
    write(setup);
    Path file = folder.resolve("crij.toml");
    Files.delete(file);
    before = files();
    assertThat(RefusedStart.of(setup).line())
        .startsWith("crij serve: the configuration file " + file + " does not exist");
  }

  @Test
  void aPluginDirectoryThatWasNamedMustExist() throws IOException {
    DaemonSetup without = setup.withPlugins(folder.resolve("no-plugins"));
    write(without);
    assertThat(RefusedStart.of(without).line())
        .startsWith("crij serve: crij.network.plugin_dirs: ")
        .contains(folder.resolve("no-plugins") + " of CNI plugins does not exist");
  }

  @Test
  void onlyRootMayServe(@TempDir Path open) throws Exception {
    // Neither the build's folder nor JUnit's lets others in.
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    PackagedImage image = PackagedImage.built().copyTo(open.resolve("crij"));
    write(setup);
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
    command.add(image.program().toString());
    command.addAll(setup.arguments());
    assertThat(RefusedStart.of(command).line())
        .startsWith("crij serve: ")
        .contains("this is user " + NOBODY)
        .contains("Run it as root");
  }

  /** Writes the files that the flags name. */
  private void write(DaemonSetup changed) throws IOException {
    try (DaemonUnderTest written = new DaemonUnderTest(changed)) {
      assertThat(written.isRunning()).isFalse();
    }
    before = files();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
