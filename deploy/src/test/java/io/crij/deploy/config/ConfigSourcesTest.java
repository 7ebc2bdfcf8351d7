package io.crij.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.deploy.config.RuntimeConfiguration.Handler;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSourcesTest {
  @TempDir Path folder;
  private Path main;
  private Path dropIns;

  @BeforeEach
  void files() throws IOException {
    main = folder.resolve("crij.toml");
    dropIns = Files.createDirectory(folder.resolve("crij.toml.d"));
    Files.writeString(main, "[crij]\nroot = \"/srv/main\"\nrunroot = \"/srv/main-run\"\n");
  }

  @Test
  void laterDropInsBeatEarlierOnesAndTheMainFile() throws IOException {
    Files.writeString(dropIns.resolve("20-b.toml"), "crij.root = \"/b\"");
    Files.writeString(
        dropIns.resolve("10-a.toml"), "crij.root = \"/a\"\ncrij.stop_timeout = \"9s\"");
    Files.writeString(dropIns.resolve("30-c.conf"), "not toml at all");
    Settings settings = read(Map.of());
    assertThat(ConfigurationText.of(settings))
        .contains("root = \"/b\"  # " + dropIns.resolve("20-b.toml"))
        .contains("stop_timeout = \"9s\"  # " + dropIns.resolve("10-a.toml"))
        .contains("runroot = \"/srv/main-run\"  # " + main)
        .contains("log_level = \"info\"  # default");
  }

  @Test
  void flagsBeatDropIns() throws IOException {
    Files.writeString(dropIns.resolve("20-b.toml"), "crij.root = \"/b\"");
    Settings settings = read(Map.of("--root", List.of("/flag")));
    assertThat(ConfigurationText.of(settings)).contains("root = \"/flag\"  # --root");
  }

  @Test
  void listsComeFromRepeatedFlagsAndFromCommas() throws IOException {
    Settings settings = read(Map.of("--cni-plugin-dir", List.of("/a,/b", "/c")));
    assertThat(Configuration.of(settings).network().pluginDirs())
        .containsExactly(Path.of("/a"), Path.of("/b"), Path.of("/c"));
    assertThat(Configuration.of(settings).network().pluginDirsNamed()).isTrue();
  }

  @Test
  void theEffectiveConfigurationIsItselfAConfiguration() throws IOException {
    Files.writeString(
        dropIns.resolve("10.toml"),
        """
        [crij.runtime.runtimes.kata]
        runtime_path = "/opt/ka\\"ta"
        [crij.network]
        plugin_dirs = ["/a", "/b"]
        """);
    Settings first = read(Map.of("--log-level", List.of("debug")));
    Path printed = folder.resolve("printed.toml");
    Files.writeString(printed, ConfigurationText.of(first));
    Settings second = new ConfigSources(Optional.of(printed), Optional.empty(), Map.of()).read();
    assertThat(Configuration.of(second).runtime()).isEqualTo(Configuration.of(first).runtime());
    assertThat(Configuration.of(second).network().pluginDirs())
        .isEqualTo(Configuration.of(first).network().pluginDirs());
  }

  @Test
  void handlersAreCrunAndRuncAndThoseConfigured() throws IOException {
    Files.writeString(
        dropIns.resolve("10.toml"),
        "[crij.runtime.runtimes.kata]\nruntime_path = \"/opt/kata\"\nruntime_root = \"/run/k\"\n");
    assertThat(Configuration.of(read(Map.of())).runtime().handlers())
        .containsExactly(
            new Handler("crun", Optional.empty(), Path.of("/srv/main-run/runtimes/crun")),
            new Handler("kata", Optional.of(Path.of("/opt/kata")), Path.of("/run/k")),
            new Handler("runc", Optional.empty(), Path.of("/srv/main-run/runtimes/runc")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crij.root = "/a"\\ncrij.root = "/b" | crij.toml:2: |
          crij = 3 | crij.toml: crij is a table, [crij], and has no value of its own |
          [crij.runtime.runtimes.Crun] | crij.toml: crij.runtime.runtimes.Crun is no name of a runtime handler |
          [crij.runtime.runtimes.kata]\\npath = "/x" | unknown key crij.runtime.runtimes.kata.path. The nearest known key is crij.runtime.runtimes.kata.runtime_path. |
          [crio.runtime]\\nconmon = "" | unknown key crio. The nearest known key is crij.root. |
          [crij.runtime.conmon]\\nx = 1 | crij.toml: crij.runtime.conmon must be a string (absolute path or ""), not a table |
          [crij | crij.toml:1: |
          """)
  void faultsOfAFileAreOneSentence(String content, String said) throws IOException {
    Files.writeString(main, content.replace("\\n", "\n"));
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n")
        .hasMessageEndingWith(".");
  }

  @Test
  void aFileThatWasNamedMustExist() {
    Path missing = folder.resolve("missing.toml");
    assertThatThrownBy(
            () -> new ConfigSources(Optional.of(missing), Optional.empty(), Map.of()).read())
        .hasMessageStartingWith("the configuration file " + missing + " does not exist");
    assertThatThrownBy(
            () -> new ConfigSources(Optional.of(main), Optional.of(missing), Map.of()).read())
        .hasMessageStartingWith("the configuration directory " + missing + " cannot be read");
  }

  @Test
  void valuesThatDoNotGoTogether() {
    assertThatThrownBy(() -> configure("--root", "/"))
        .hasMessageContaining("crij.root is /, which belongs to the whole machine");
    assertThatThrownBy(() -> configure("--root", "/srv/./main-run"))
        .hasMessageContaining("are both /srv/main-run");
    assertThatThrownBy(() -> configure("--default-runtime", "kata"))
        .hasMessageContaining("default_runtime is kata, which is no handler")
        .hasMessageContaining("crun, runc");
    assertThatThrownBy(() -> configure("--listen", "/" + "s".repeat(107)))
        .hasMessageContaining("107 bytes");
  }

  private Configuration configure(String flag, String value) {
    return Configuration.of(read(Map.of(flag, List.of(value))));
  }

  private Settings read(Map<String, List<String>> flags) {
    return new ConfigSources(Optional.of(main), Optional.empty(), flags).read();
  }
}
