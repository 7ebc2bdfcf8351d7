package io.crij.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.PackagedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crij config}: flags beat drop-in files, later of them earlier ones, those the main. */
class EffectiveConfigurationTest {
  @TempDir private Path folder;

  private Path main;
  private Path early;
  private Path late;

  @BeforeEach
  void writeFiles() throws IOException {
    main =
        Files.writeString(
            folder.resolve("crij.toml"),
            """
            [crij]
            root = "/of/main"
            runroot = "/run/of/main"
            stop_timeout = "7s"
            [crij.runtime]
            log_level = "warn"
            [crij.image]
            concurrent_pulls = 5
            """);
    Path dropIns = Files.createDirectory(folder.resolve("crij.toml.d"));
    early =
        Files.writeString(
            dropIns.resolve("10-early.toml"),
            """
            [crij]
            root = "/of/early"
            runroot = "/run/of/early"
            [crij.runtime]
            log_level = "debug"
            """);
    late =
        Files.writeString(
            dropIns.resolve("20-late.toml"),
            "crij.root = \"/of/late\"\ncrij.runroot = \"/run/of/late\"\n");
    Files.writeString(dropIns.resolve("30-other.conf"), "crij.root = \"/of/no/toml\"\n");
  }

  @Test
  void everyValueIsPrintedWithWhereItComesFrom() {
    assertThat(config("--root", "/of/flag").lines())
        .contains(
            "root = \"/of/flag\"  # --root",
            "runroot = \"/run/of/late\"  # " + late,
            "log_level = \"debug\"  # " + early,
            "stop_timeout = \"7s\"  # " + main,
            "concurrent_pulls = 5  # " + main,
            "cgroup_manager = \"cgroupfs\"  # default");
  }

  @Test
  void withoutTheFlagTheLastFileWins() {
    assertThat(config().lines()).contains("root = \"/of/late\"  # " + late);
  }

  @Test
  void withoutDropInFilesTheMainFileDecides() throws IOException {
    Path none = Files.createDirectory(folder.resolve("none"));
    assertThat(config("--config-dir", none.toString()).lines())
        .contains("root = \"/of/main\"  # " + main, "log_level = \"warn\"  # " + main);
  }

  @Test
  void whatIsPrintedIsAConfigurationAgain() throws IOException {
    Path printed = Files.writeString(folder.resolve("printed.toml"), config());
    assertThat(run("config", "--config", printed.toString()).lines())
        .contains("root = \"/of/late\"  # " + printed, "concurrent_pulls = 5  # " + printed);
  }

  @Test
  void aFaultInADropInFileIsNamedWithTheFile() throws IOException {
    Files.writeString(late, "crij.rot = \"/of/late\"\n");
    assertThat(
            RefusedStart.of(
                    List.of(program(), "config", "--config", main.toString(), "--root", "/of/flag"))
                .line())
        .startsWith("crij config: " + late + ": unknown key crij.rot")
        .contains("crij.root");
  }

  @Test
  void theVersionIsOneLineAndTheSameEitherWay() {
    assertThat(run("version"))
        .hasLineCount(1)
        .matches("crij \\d+\\.\\d+\\.\\d+\\S* \\(CRI v1, Java \\S+\\)")
        .isEqualTo(run("--version"));
  }

  private String config(String... flags) {
    List<String> arguments = new ArrayList<>(List.of("config", "--config", main.toString()));
    arguments.addAll(List.of(flags));
    return run(arguments.toArray(String[]::new));
  }

  /** What it prints; fails when it fails or says anything on standard error. */
  private static String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(List.of(arguments));
    HostProgram.Outcome outcome = HostProgram.run(command, Map.of());
    assertThat(outcome.stderr()).isEmpty();
    return outcome.output();
  }

  private static String program() {
    return PackagedImage.built().program().toString();
  }
}
