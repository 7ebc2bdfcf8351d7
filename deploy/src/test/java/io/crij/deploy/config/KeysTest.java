package io.crij.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key: its default, a value of a file, a value that it cannot have, its flag. */
class KeysTest {
  @TempDir Path folder;

  /** One key with its default and another value, as TOML has them, and values that are refused. */
  record Row(String name, String standard, String other, List<String> refused) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row path(String name, String standard) {
    return new Row(name, standard, "\"/srv/else where\"", List.of("\"relative\"", "7", "[]"));
  }

  private static Row optionalPath(String name) {
    return new Row(name, "\"\"", "\"/opt/x\"", List.of("\"relative\"", "true"));
  }

  private static Row count(String name, String standard) {
    return new Row(name, standard, "17", List.of("0", "-1", "1e9", "\"17\"", "99999999999"));
  }

  private static Row duration(String name, String standard) {
    return new Row(name, standard, "\"1h2m3s4ms\"", List.of("\"soon\"", "\"0s\"", "30", "\"-1s\""));
  }

  static List<Row> rows() {
    return List.of(
        path("crij.root", "\"/var/lib/crij\""),
        path("crij.runroot", "\"/run/crij\""),
        new Row("crij.strict_versions", "false", "true", List.of("\"true\"", "1")),
        duration("crij.stop_timeout", "\"10s\""),
        path("crij.api.listen", "\"/run/crij/crij.sock\""),
        new Row(
            "crij.api.stream_address", "\"127.0.0.1\"", "\"0.0.0.0\"", List.of("\"node\"", "1")),
        new Row("crij.api.stream_port", "0", "10010", List.of("-1", "65536", "\"0\"")),
        new Row("crij.api.stream_enable_tls", "false", "false", List.of("\"true\"", "1")),
        optionalPath("crij.api.stream_tls_cert"),
        optionalPath("crij.api.stream_tls_key"),
        optionalPath("crij.api.stream_tls_ca"),
        duration("crij.api.stream_idle_timeout", "\"4h\""),
        new Row("crij.runtime.default_runtime", "\"\"", "\"runc\"", List.of("\"a b\"", "{}")),
        new Row(
            "crij.runtime.cgroup_manager",
            "\"cgroupfs\"",
            "\"cgroupfs\"",
            List.of("\"systemd\"", "true")),
        optionalPath("crij.runtime.conmon"),
        optionalPath("crij.runtime.catatonit"),
        new Row("crij.runtime.log_level", "\"info\"", "\"trace\"", List.of("\"INFO\"", "3")),
        count("crij.runtime.concurrent_operations", "128"),
        count("crij.runtime.concurrent_execs", "64"),
        new Row(
            "crij.runtime.seccomp_use_default_when_empty",
            "false",
            "true",
            List.of("\"true\"", "1")),
        optionalPath("crij.runtime.runtimes.crun.runtime_path"),
        optionalPath("crij.runtime.runtimes.crun.runtime_root"),
        optionalPath("crij.runtime.runtimes.runc.runtime_path"),
        optionalPath("crij.runtime.runtimes.runc.runtime_root"),
        optionalPath("crij.image.signature_policy"),
        path("crij.image.signature_policy_dir", "\"/etc/crij/policies\""),
        optionalPath("crij.image.registries_conf"),
        optionalPath("crij.image.global_auth_file"),
        count("crij.image.concurrent_pulls", "4"),
        new Row(
            "crij.image.pinned_images",
            "[]",
            "[\"a.org/app:1\", \"a.org/*\", \"*pause*\"]",
            List.of("\"a\"", "[\"*a\"]", "[\"a*b\"]", "[\"*\"]", "[\"\"]", "[1]")),
        new Row(
            "crij.image.short_name_mode", "\"\"", "\"enforcing\"", List.of("\"loose\"", "true")),
        new Row(
            "crij.image.registry_dirs",
            "[\"/etc/containers/certs.d\", \"/etc/docker/certs.d\", \"/etc/containerd/certs.d\"]",
            "[\"/a\"]",
            List.of("\"/a\"", "[\"a\"]")),
        new Row(
            "crij.image.token_servers",
            "[]",
            "[\"sso.example.com\"]",
            List.of("\"a\"", "[\"https://a\"]", "[\"A\"]")),
        new Row(
            "crij.image.pull_progress_timeout",
            "\"30s\"",
            "\"0s\"",
            List.of("\"soon\"", "0", "\"-1s\"")),
        count("crij.image.concurrent_downloads", "10"),
        count("crij.image.concurrent_downloads_per_registry", "6"),
        new Row("crij.image.blob_parts", "1", "4", List.of("0", "17", "\"1\"")),
        new Row("crij.network.cni_default_network", "\"\"", "\"blue-1\"", List.of("\"../x\"", "1")),
        path("crij.network.network_dir", "\"/etc/cni/net.d\""),
        new Row(
            "crij.network.plugin_dirs",
            "[\"/opt/cni/bin\", \"/usr/lib/cni\"]",
            "[\"/a\", \"/b\"]",
            List.of("\"/a\"", "[\"a\"]", "[1]")),
        duration("crij.network.cni_add_timeout", "\"2m\""),
        duration("crij.network.cni_del_timeout", "\"1m\""),
        optionalPath("crij.network.pod_cidr_template"),
        new Row(
            "crij.stats.included_pod_metrics",
            "[\"cpu\", \"disk\", \"diskIO\", \"hugetlb\", \"memory\", \"network\", \"oom\","
                + " \"pressure\", \"process\", \"spec\"]",
            "[\"cpu\", \"memory\"]",
            List.of("\"cpu\"", "[\"all\"]", "[1]")),
        duration("crij.stats.layer_count_period", "\"30s\""),
        count("crij.stats.layer_count_cpu_percent", "10"));
  }

  @Test
  void theTableAboveHasEveryKey() {
    assertThat(new Settings().keys().stream().map(Key::name))
        .containsExactlyElementsOf(rows().stream().map(Row::name).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void defaults(Row row) throws IOException {
    Settings settings = read("");
    assertThat(toml(settings, row.name())).isEqualTo(row.standard());
    assertThat(settings.origin(key(settings, row.name()))).isEqualTo(new Origin.Default());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void explicitValuesAndTheirOrigin(Row row) throws IOException {
    Settings settings = read(row.name() + " = " + row.other());
    assertThat(toml(settings, row.name())).isEqualTo(row.other());
    assertThat(settings.origin(key(settings, row.name()))).hasToString(file().toString());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void valuesThatTheKeyCannotHave(Row row) {
    for (String refused : row.refused()) {
      assertThatThrownBy(() -> read(row.name() + " = " + refused))
          .as("%s = %s", row.name(), refused)
          .isInstanceOf(InvalidArgument.class)
          .hasMessageStartingWith(file() + ": " + row.name() + " must be ")
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aMistypedKeyIsNamedWithTheNearest(Row row) {
    String mistyped = row.name().substring(0, row.name().length() - 1);
    assertThatThrownBy(() -> read(mistyped + " = " + row.other()))
        .isInstanceOf(InvalidArgument.class)
        .hasMessage(
            file()
                + ": unknown key "
                + mistyped
                + ". The nearest known key is "
                + row.name()
                + ".");
  }

  static Stream<FlagDescription> flags() {
    return FlagDescription.all().stream();
  }

  @ParameterizedTest
  @MethodSource("flags")
  void aFlagBeatsTheFile(FlagDescription flag) throws IOException {
    Key<?> key =
        Keys.ALL.stream()
            .filter(candidate -> candidate.flag().equals(Optional.of(flag.name())))
            .findFirst()
            .orElseThrow();
    Row row =
        rows().stream().filter(candidate -> candidate.name().equals(key.name())).findFirst().get();
    Files.writeString(file(), key.name() + " = " + row.standard());
    String word = row.other().replaceAll("[\\[\\]\" ]", "");
    Settings settings =
        new ConfigSources(Optional.of(file()), Optional.empty(), Map.of(flag.name(), List.of(word)))
            .read();
    assertThat(toml(settings, key.name()).replace(" ", "")).isEqualTo(row.other().replace(" ", ""));
    assertThat(settings.origin(key)).hasToString(flag.name());
  }

  private Path file() {
    return folder.resolve("crij.toml");
  }

  private Settings read(String content) throws IOException {
    Files.writeString(file(), content);
    return new ConfigSources(Optional.of(file()), Optional.empty(), Map.of()).read();
  }

  private static Key<?> key(Settings settings, String name) {
    List<Key<?>> found = new ArrayList<>(settings.keys());
    found.removeIf(key -> !key.name().equals(name));
    return found.getFirst();
  }

  private static String toml(Settings settings, String name) {
    return toml(settings, key(settings, name));
  }

  private static <T> String toml(Settings settings, Key<T> key) {
    return key.type().toToml(settings.get(key));
  }
}
