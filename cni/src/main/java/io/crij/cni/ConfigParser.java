package io.crij.cni;

import io.crij.operations.failure.PlainText;
import io.crij.operations.record.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a network configuration (CNI specification, section 1). A file with {@code plugins} is a
 * list, any other is the configuration of a single plugin.
 */
final class ConfigParser {
  private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
  private static final List<String> DELEGATE_FIELDS = List.of("ipam", "delegate");

  private ConfigParser() {}

  static NetworkConfig parse(Path file, byte[] content) throws ConfigRejected {
    ObjectNode root = object(content);
    String name = text(root, "name");
    // Plugins make directories and rules of this name.
    if (!NETWORK.matcher(name).matches()) {
      throw new ConfigRejected(
          name.isEmpty()
              ? "it has no name"
              : "name '" + PlainText.of(name) + "' is not letters, digits, '.', '_' and '-'");
    }
    return new NetworkConfig(name, version(root), plugins(root, file), file);
  }

  /** Plugins of a network as they stand in a record of an attachment. */
  static List<PluginConfig> plugins(List<ObjectNode> nodes) throws ConfigRejected {
    List<PluginConfig> plugins = new ArrayList<>();
    for (ObjectNode node : nodes) {
      plugins.add(plugin(node, "plugins[" + plugins.size() + "]."));
    }
    return plugins;
  }

  private static ObjectNode object(byte[] content) throws ConfigRejected {
    JsonNode root;
    try {
      root = Json.strict().readTree(new String(content, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new ConfigRejected("it is not valid JSON: " + PlainText.of(e.getOriginalMessage()), e);
    }
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw new ConfigRejected("it is not a JSON object");
  }

  private static String version(ObjectNode root) throws ConfigRejected {
    List<String> offered = new ArrayList<>();
    offered.add(text(root, "cniVersion"));
    root.path("cniVersions").forEach(node -> offered.add(node.asString("")));
    String best = "";
    for (String version : offered) {
      if (CniVersion.rank(version) > CniVersion.rank(best)) {
        best = version;
      }
    }
    if (best.isEmpty()) {
      throw new ConfigRejected(
          offered.getFirst().isEmpty()
              ? "it has no cniVersion (supported: " + CniVersion.RANGE + ")"
              : "cniVersion '"
                  + PlainText.of(offered.getFirst())
                  + "' is not supported (supported: "
                  + CniVersion.RANGE
                  + ")");
    }
    return best;
  }

  private static List<PluginConfig> plugins(ObjectNode root, Path file) throws ConfigRejected {
    JsonNode list = root.path("plugins");
    if (list.isMissingNode() && !file.toString().endsWith(".conflist")) {
      return List.of(plugin(root, ""));
    }
    if (!list.isArray() || list.isEmpty()) {
      throw new ConfigRejected("it has no plugins");
    }
    List<PluginConfig> plugins = new ArrayList<>();
    for (JsonNode node : list) {
      String at = "plugins[" + plugins.size() + "]";
      if (!(node instanceof ObjectNode object)) {
        throw new ConfigRejected(at + " is not an object");
      }
      plugins.add(plugin(object, at + "."));
    }
    return plugins;
  }

  private static PluginConfig plugin(ObjectNode node, String at) throws ConfigRejected {
    PluginType type = PluginType.parse(text(node, "type"), at + "type");
    List<PluginType> delegates = new ArrayList<>();
    for (String field : DELEGATE_FIELDS) {
      String delegate = text(node.path(field), "type");
      if (!delegate.isEmpty()) {
        delegates.add(PluginType.parse(delegate, at + field + ".type"));
      }
    }
    Set<String> capabilities = new LinkedHashSet<>();
    node.path("capabilities")
        .forEachEntry(
            (capability, wanted) -> {
              if (wanted.asBoolean(false)) {
                capabilities.add(capability);
              }
            });
    return new PluginConfig(type, delegates, capabilities, node);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
