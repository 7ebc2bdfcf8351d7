package io.crij.cni;

import java.nio.file.Path;
import java.util.List;

/** Whether pods can be attached to a network now; the source of CRI's NetworkReady condition. */
public sealed interface NetworkState {

  /**
   * Pods are attached to this network.
   *
   * @param network name of the network
   * @param file the configuration it comes from
   * @param skipped files that were passed over because they are invalid, each with its reason
   */
  record Ready(String network, Path file, List<String> skipped) implements NetworkState {
    public Ready {
      skipped = List.copyOf(skipped);
    }
  }

  /** No pod can be attached; the reason names the directory, the files seen and what is wrong. */
  record NotReady(String reason) implements NetworkState {}
}
