package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigParserTest {
  private static NetworkConfig parse(String fileName, String json) throws ConfigRejected {
    return ConfigParser.parse(
        Path.of("/etc/cni/net.d", fileName), json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsAListWithDelegatesAndCapabilities() throws ConfigRejected {
    NetworkConfig network =
        parse(
            "10.conflist",
            """
            {"cniVersion": "1.0.0", "name": "pods", "plugins": [
              {"type": "bridge", "ipam": {"type": "host-local"}},
              {"type": "portmap", "capabilities": {"portMappings": true, "bandwidth": false}}]}
            """);

    assertThat(network.name()).isEqualTo("pods");
    assertThat(network.cniVersion()).isEqualTo("1.0.0");
    assertThat(network.plugins())
        .extracting(plugin -> plugin.type().name())
        .containsExactly("bridge", "portmap");
    assertThat(network.plugins().getFirst().delegates())
        .containsExactly(new PluginType("host-local"));
    assertThat(network.plugins().getLast().capabilities()).containsExactly("portMappings");
    assertThat(network.takes("portMappings")).isTrue();
    assertThat(network.takes("bandwidth")).isFalse();
  }

  @Test
  void readsASinglePlugin() throws ConfigRejected {
    NetworkConfig network =
        parse("10.conf", "{\"cniVersion\":\"0.3.1\",\"name\":\"a\",\"type\":\"ptp\"}");

    assertThat(network.plugins()).hasSize(1);
    assertThat(network.plugins().getFirst().json().path("name").asString()).isEqualTo("a");
  }

  @Test
  void choosesTheNewestOfferedVersion() throws ConfigRejected {
    NetworkConfig network =
        parse(
            "10.conflist",
            """
            {"cniVersion": "0.4.0", "cniVersions": ["0.3.1", "9.9.9", "1.1.0", "1.0.0"],
             "name": "a", "plugins": [{"type": "ptp"}]}
            """);

    assertThat(network.cniVersion()).isEqualTo("1.1.0");
  }

  /** Row N1: a type must not start a program outside the plugin directories. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../bin/reboot-canary",
        "/bin/sh",
        "",
        "a b",
        ".",
        "..",
        ".hidden",
        "-x",
        "a/b",
        "a\\u0000",
        "a\\n"
      })
  void refusesTypesThatAreNoFileName(String type) {
    String plugin = "{\"type\":\"" + type + "\"}";
    String list = "{\"cniVersion\":\"1.0.0\",\"name\":\"n\",\"plugins\":[" + plugin + "]}";
    assertThatThrownBy(() -> parse("10.conflist", list))
        .isInstanceOf(ConfigRejected.class)
        .hasMessageContaining("plugins[0].type");
    if (!type.isEmpty()) {
      String ipam =
          "{\"cniVersion\":\"1.0.0\",\"name\":\"n\",\"type\":\"bridge\",\"ipam\":" + plugin + "}";
      assertThatThrownBy(() -> parse("10.conf", ipam))
          .isInstanceOf(ConfigRejected.class)
          .hasMessageContaining("ipam.type");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"cniVersion\":\"1.0.0\",\"plugins\":[{\"type\":\"ptp\"}]}",
        "{\"cniVersion\":\"1.0.0\",\"name\":\"../x\",\"plugins\":[{\"type\":\"ptp\"}]}",
        "{\"cniVersion\":\"1.0.0\",\"name\":\"a\",\"name\":\"b\",\"plugins\":[{\"type\":\"ptp\"}]}",
        "{\"cniVersion\":\"0.2.0\",\"name\":\"a\",\"plugins\":[{\"type\":\"ptp\"}]}",
        "{\"name\":\"a\",\"plugins\":[{\"type\":\"ptp\"}]}",
        "{\"cniVersion\":\"1.0.0\",\"name\":\"a\",\"plugins\":[]}",
        "{\"cniVersion\":\"1.0.0\",\"name\":\"a\",\"plugins\":{}}",
        "{\"cniVersion\":\"1.0.0\",\"name\":\"a\",\"plugins\":[\"ptp\"]}",
        "{\"cniVersion\":\"1.0.0\",\"name\":\"a\",\"type\":\"ptp\"}",
        "[]",
        "",
        "{",
        "{} {}"
      })
  void refusesWhatIsNoNetwork(String json) {
    assertThatThrownBy(() -> parse("10.conflist", json)).isInstanceOf(ConfigRejected.class);
  }
}
