package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultParserTest {
  private static CniResult parse(String json) throws ResultParser.Malformed {
    return ResultParser.parse(
        "pods", "1.0.0", ResultParser.object(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"})
  void readsEveryVersion(String version) throws ResultParser.Malformed {
    CniResult result =
        parse(
            """
            {"cniVersion": "%s",
             "interfaces": [{"name": "cni0", "mac": "aa:bb:cc:dd:ee:ff"}, {"name": "veth1"},
                            {"name": "eth0", "sandbox": "/run/ns"}],
             "ips": [{"version": "4", "interface": 2, "address": "10.1.0.5/24", "gateway": "10.1.0.1"},
                     {"version": "6", "interface": 2, "address": "fd00::5/64"}],
             "routes": [{"dst": "0.0.0.0/0"}], "dns": {}, "new": {"field": 1}}
            """
                .formatted(version));

    assertThat(result.cniVersion()).isEqualTo(version);
    assertThat(result.podIps("eth0")).containsExactly("10.1.0.5", "fd00::5");
    assertThat(result.ips().getFirst().prefixLength()).isEqualTo(24);
    assertThat(result.ips().getFirst().gateway()).contains("10.1.0.1");
    assertThat(result.ips().getLast().gateway()).isEmpty();
    assertThat(result.interfaces().getFirst().mac()).contains("aa:bb:cc:dd:ee:ff");
  }

  @Test
  void leavesAddressesOfOtherLinksOut() throws ResultParser.Malformed {
    CniResult result =
        parse(
            """
            {"interfaces": [{"name": "eth0"}, {"name": "eth0", "sandbox": "/run/ns"}],
             "ips": [{"interface": 0, "address": "10.0.0.1/24"},
                     {"address": "10.0.0.3/24"}, {"interface": 1, "address": "10.0.0.2/24"}]}
            """);

    assertThat(result.podIps("eth0")).containsExactly("10.0.0.3", "10.0.0.2");
    assertThat(result.podIps("eth1")).containsExactly("10.0.0.3");
    assertThat(result.interfaces().getFirst().sandbox()).isEqualTo(Optional.empty());
  }

  @Test
  void acceptsAResultWithoutAddresses() throws ResultParser.Malformed {
    assertThat(parse("{\"ips\": null}").podIps("eth0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "panic: nil",
        "[]",
        "\"x\"",
        "{\"cniVersion\":\"0.2.0\",\"ip4\":{\"ip\":\"10.0.0.1/24\"}}",
        "{\"ips\":{}}",
        "{\"ips\":[{\"address\":\"host.example/24\"}]}",
        "{\"ips\":[{\"address\":\"10.0.0.1/33\"}]}",
        "{\"ips\":[{\"address\":\"10.0.0.1/x\"}]}",
        "{\"ips\":[{\"address\":\"10.0.0.1/24\",\"interface\":0}]}",
        "{\"ips\":[{}]}",
        "{} trailing"
      })
  void refusesTheRest(String output) {
    assertThatThrownBy(() -> parse(output)).isInstanceOf(ResultParser.Malformed.class);
  }
}
