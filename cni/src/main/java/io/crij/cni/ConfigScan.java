package io.crij.cni;

import java.util.List;
import java.util.Optional;

/**
 * What the configuration directory holds.
 *
 * @param network the network to use
 * @param reason why there is none; empty when there is one
 * @param skipped invalid files before it, each with its reason
 */
record ConfigScan(Optional<NetworkConfig> network, String reason, List<String> skipped) {
  ConfigScan {
    skipped = List.copyOf(skipped);
  }

  static ConfigScan none(String reason) {
    return new ConfigScan(Optional.empty(), reason, List.of());
  }
}
