package io.crij.cni;

import io.crij.operations.record.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The standard input of a plugin (CNI specification, "Deriving request configuration"). */
final class PluginInput {
  static final String PORT_MAPPINGS = "portMappings";

  private PluginInput() {}

  static byte[] of(
      NetworkConfig network,
      PluginConfig plugin,
      Attachment attachment,
      Optional<ObjectNode> previous) {
    ObjectNode input = plugin.json().deepCopy();
    input.remove(List.of("capabilities", "runtimeConfig", "prevResult", "cniVersions"));
    input.put("name", network.name());
    input.put("cniVersion", network.cniVersion());
    if (plugin.capabilities().contains(PORT_MAPPINGS) && !attachment.portMappings().isEmpty()) {
      ArrayNode mappings = input.putObject("runtimeConfig").putArray(PORT_MAPPINGS);
      attachment.portMappings().forEach(mapping -> describe(mapping, mappings.addObject()));
    }
    previous.ifPresent(result -> input.set("prevResult", result));
    return Json.write(input).getBytes(StandardCharsets.UTF_8);
  }

  private static void describe(PortMapping mapping, ObjectNode node) {
    node.put("hostPort", mapping.hostPort());
    node.put("containerPort", mapping.containerPort());
    node.put("protocol", mapping.protocol().cniName());
    if (!mapping.hostIp().isEmpty()) {
      node.put("hostIP", mapping.hostIp());
    }
  }
}
