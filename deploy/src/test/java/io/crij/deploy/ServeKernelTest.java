package io.crij.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code crij serve} that cannot start: one line that says why, and a code that is not 0. */
class ServeKernelTest {
  @TempDir Path folder;

  /** Flags beside the usual ones, {@code $} for the test's folder, and what must be said. */
  record Refusal(List<String> flags, String said) {
    static Refusal of(String said, String... flags) {
      return new Refusal(List.of(flags), said);
    }
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "the directory $/none of CNI plugins does not exist", "--cni-plugin-dir", "$/none"),
        Refusal.of("crij.root: $/file is no directory", "--root", "$/file"),
        Refusal.of("crij.root: $/file/root cannot be made", "--root", "$/file/root"),
        Refusal.of("crij.api.listen: $/file is no socket", "--listen", "$/file"),
        Refusal.of("registries configuration $/none is not there", "--registries-conf", "$/none"),
        Refusal.of("$/none", "--signature-policy", "$/none"),
        Refusal.of("$/none is no executable file", "--config", "$/conmon.toml"),
        Refusal.of("the default runtime bad does not work here: $/none", "--config", "$/bad.toml"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void oneLineSaysWhy(Refusal refusal) throws Exception {
    Files.writeString(folder.resolve("file"), "");
    Files.writeString(
        folder.resolve("conmon.toml"), "crij.runtime.conmon = \"" + folder + "/none\"");
    Files.writeString(
        folder.resolve("bad.toml"),
        """
        [crij.runtime]
        default_runtime = "bad"
        [crij.runtime.runtimes.bad]
        runtime_path = "%s/none"
        """
            .formatted(folder));
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err));
    int code = command.execute(arguments(refusal));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString())
        .startsWith("crij serve: ")
        .contains(refusal.said().replace("$", folder.toString()));
  }

  private String[] arguments(Refusal refusal) {
    Stream<String> usual =
        Stream.of("--root", "--runroot", "--listen", "--cni-config-dir", "--cni-plugin-dir")
            .filter(flag -> !refusal.flags().contains(flag))
            .flatMap(flag -> Stream.of(flag, flag.equals("--cni-plugin-dir") ? "$" : "$/x" + flag));
    return Stream.concat(Stream.of("serve"), Stream.concat(usual, refusal.flags().stream()))
        .map(word -> word.replace("$", folder.toString()))
        .toArray(String[]::new);
  }
}
