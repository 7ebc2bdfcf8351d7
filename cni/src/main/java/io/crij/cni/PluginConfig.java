package io.crij.cni;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * One plugin of a network.
 *
 * @param type its program
 * @param delegates further programs that it starts itself from the same directories
 * @param capabilities runtime configuration that it takes
 * @param json its configuration as written in the file
 */
record PluginConfig(
    PluginType type, List<PluginType> delegates, Set<String> capabilities, ObjectNode json) {

  PluginConfig {
    delegates = List.copyOf(delegates);
    capabilities = Set.copyOf(capabilities);
    json = json.deepCopy();
  }
}
