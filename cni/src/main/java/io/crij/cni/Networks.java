package io.crij.cni;

import io.crij.operations.failure.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The network that pods are attached to, as the configuration and plugin directories are now. */
final class Networks {
  private final ConfigDirectory configurations;
  private final PluginDirectories plugins;

  Networks(CniSettings settings, PluginDirectories plugins) {
    this.configurations =
        new ConfigDirectory(settings.configDirectory(), settings.defaultNetwork());
    this.plugins = plugins;
  }

  NetworkState state() {
    ConfigScan scan = configurations.scan();
    if (scan.network().isEmpty()) {
      return new NetworkState.NotReady(scan.reason());
    }
    NetworkConfig network = scan.network().get();
    // Not a reason to try the next file: pods would land on another network while an agent is
    // still being installed.
    return missingPlugin(network)
        .<NetworkState>map(NetworkState.NotReady::new)
        .orElseGet(() -> new NetworkState.Ready(network.name(), network.file(), scan.skipped()));
  }

  /** The network for a call on behalf of this pod sandbox. */
  NetworkConfig require(String podSandboxId) {
    ConfigScan scan = configurations.scan();
    NetworkConfig network = scan.network().orElseThrow(() -> notReady(podSandboxId, scan.reason()));
    missingPlugin(network)
        .ifPresent(
            reason -> {
              throw notReady(podSandboxId, reason);
            });
    return network;
  }

  private Optional<String> missingPlugin(NetworkConfig network) {
    List<PluginType> types = new ArrayList<>();
    for (PluginConfig plugin : network.plugins()) {
      types.add(plugin.type());
      types.addAll(plugin.delegates());
    }
    for (PluginType type : types) {
      if (plugins.find(type) instanceof PluginDirectories.Search.Missing missing) {
        return Optional.of(
            "network '" + network.name() + "' of " + network.file() + " needs " + missing.why());
      }
    }
    return Optional.empty();
  }

  private static Unavailable notReady(String podSandboxId, String reason) {
    return new Unavailable(
        "the network is not ready for pod sandbox " + podSandboxId + ": " + reason,
        "Install a network configuration and its plugins; nothing has to be restarted.");
  }
}
