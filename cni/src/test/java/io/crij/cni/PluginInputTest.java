package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.record.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class PluginInputTest {
  private static final PortMapping WEB = new PortMapping(8080, 80, Protocol.TCP, "10.0.0.1");
  private static final PortMapping DNS = new PortMapping(53, 5353, Protocol.UDP, "");

  private static JsonNode input(
      String plugin, List<PortMapping> ports, Optional<ObjectNode> previous) throws ConfigRejected {
    String json =
        "{\"cniVersion\":\"0.4.0\",\"cniVersions\":[\"1.0.0\"],\"name\":\"pods\",\"plugins\":["
            + plugin
            + "]}";
    NetworkConfig network =
        ConfigParser.parse(Path.of("/n/1.conflist"), json.getBytes(StandardCharsets.UTF_8));
    Attachment attachment = new Attachment("pod1", Path.of("/run/ns"), "eth0", Map.of(), ports);
    return Json.strict()
        .readTree(PluginInput.of(network, network.plugins().getFirst(), attachment, previous));
  }

  @Test
  void addsNameVersionAndWhatThePluginAskedFor() throws ConfigRejected {
    ObjectNode previous = Json.strict().createObjectNode().put("cniVersion", "1.0.0");
    JsonNode input =
        input(
            "{\"type\":\"portmap\",\"snat\":true,\"capabilities\":{\"portMappings\":true}}",
            List.of(WEB, DNS),
            Optional.of(previous));

    assertThat(input)
        .isEqualTo(
            Json.strict()
                .readTree(
                    """
                    {"type": "portmap", "snat": true, "name": "pods", "cniVersion": "1.0.0",
                     "runtimeConfig": {"portMappings": [
                       {"hostPort": 8080, "containerPort": 80, "protocol": "tcp", "hostIP": "10.0.0.1"},
                       {"hostPort": 53, "containerPort": 5353, "protocol": "udp"}]},
                     "prevResult": {"cniVersion": "1.0.0"}}
                    """));
  }

  @Test
  void givesNothingToAPluginThatDidNotAsk() throws ConfigRejected {
    assertThat(input("{\"type\":\"bridge\",\"prevResult\":{}}", List.of(WEB), Optional.empty()))
        .isEqualTo(
            Json.strict()
                .readTree("{\"type\":\"bridge\",\"name\":\"pods\",\"cniVersion\":\"1.0.0\"}"));
  }
}
