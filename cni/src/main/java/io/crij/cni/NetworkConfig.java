package io.crij.cni;

import java.nio.file.Path;
import java.util.List;

/**
 * A network: a chain of plugins that run in this order for ADD, in reverse for DEL.
 *
 * @param file where it was read, for messages
 */
record NetworkConfig(String name, String cniVersion, List<PluginConfig> plugins, Path file) {
  NetworkConfig {
    plugins = List.copyOf(plugins);
  }

  boolean takes(String capability) {
    return plugins.stream().anyMatch(plugin -> plugin.capabilities().contains(capability));
  }
}
