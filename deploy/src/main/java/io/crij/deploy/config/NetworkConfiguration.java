package io.crij.deploy.config;

import io.crij.operations.failure.InvalidArgument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How pods get their network.
 *
 * @param pluginDirsNamed whether somebody named the plugin directories, who wants to hear when one
 *     is missing
 */
public record NetworkConfiguration(
    Path configDir,
    List<Path> pluginDirs,
    boolean pluginDirsNamed,
    Optional<String> defaultNetwork,
    Duration addTimeout,
    Duration delTimeout,
    Optional<Path> podCidrTemplate) {

  public NetworkConfiguration {
    pluginDirs = List.copyOf(pluginDirs);
    if (pluginDirs.isEmpty()) {
      throw new InvalidArgument(
          "crij.network.plugin_dirs names no directory", "Name one, or leave the key out");
    }
  }

  static NetworkConfiguration of(Settings settings) {
    return new NetworkConfiguration(
        settings.get(Keys.NETWORK_DIR),
        settings.get(Keys.PLUGIN_DIRS),
        settings.isExplicit(Keys.PLUGIN_DIRS),
        settings.get(Keys.CNI_DEFAULT_NETWORK),
        settings.get(Keys.CNI_ADD_TIMEOUT),
        settings.get(Keys.CNI_DEL_TIMEOUT),
        settings.get(Keys.POD_CIDR_TEMPLATE));
  }
}
