package io.crij.cni;

import io.crij.operations.failure.InvalidArgument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where networks and plugins are found, where attachments are recorded, how long a chain may run.
 *
 * @param configDirectory network configurations ({@code *.conflist}, {@code *.conf}, {@code
 *     *.json}); it may be missing now and appear later
 * @param pluginDirectories absolute directories of plugin programs; the first that has one wins
 * @param stateDirectory our own 0700 directory of attachment records; made when missing
 * @param addDeadline limit of one ADD, all plugins of the chain together
 * @param delDeadline limit of one DEL, all plugins of the chain together
 * @param defaultNetwork name of the network to use; empty means the lexically first configuration
 */
public record CniSettings(
    Path configDirectory,
    List<Path> pluginDirectories,
    Path stateDirectory,
    Duration addDeadline,
    Duration delDeadline,
    Optional<String> defaultNetwork) {

  public CniSettings {
    pluginDirectories = List.copyOf(pluginDirectories);
    for (Path directory : pluginDirectories) {
      // CNI_PATH separates directories with a colon and has no quoting.
      if (!directory.isAbsolute() || directory.toString().indexOf(':') >= 0) {
        throw new InvalidArgument(
            "the CNI plugin directory '" + directory + "' is not an absolute path without ':'",
            "Correct cni-plugin-dir.");
      }
    }
  }
}
