package io.crij.cni;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Runs the plugins of a network: forward for ADD, backward for DEL. */
final class PluginChain {
  private final PluginProcess process;

  PluginChain(PluginProcess process) {
    this.process = process;
  }

  /** The result of the last plugin, checked to be readable. */
  ObjectNode add(NetworkConfig network, Attachment attachment, Deadline deadline) {
    Optional<ObjectNode> previous = Optional.empty();
    for (PluginConfig plugin : network.plugins()) {
      PluginCall call =
          new PluginCall(
              Verb.ADD, plugin.type(), network, attachment, attachment.netns().toString());
      byte[] input = PluginInput.of(network, plugin, attachment, previous);
      previous = Optional.of(result(call, process.run(call, input, deadline)));
    }
    return previous.orElseThrow();
  }

  /**
   * Undoes an ADD, also one that failed half-way or whose namespace is gone; stops at the first
   * plugin that fails, and can be repeated.
   */
  void del(
      NetworkConfig network,
      Attachment attachment,
      String netns,
      Optional<ObjectNode> result,
      Deadline deadline) {
    Optional<ObjectNode> previous =
        CniVersion.delTakesResult(network.cniVersion()) ? result : Optional.empty();
    for (PluginConfig plugin : network.plugins().reversed()) {
      PluginCall call = new PluginCall(Verb.DEL, plugin.type(), network, attachment, netns);
      process.run(call, PluginInput.of(network, plugin, attachment, previous), deadline);
    }
  }

  private static ObjectNode result(PluginCall call, byte[] stdout) {
    try {
      ObjectNode result = ResultParser.object(stdout);
      ResultParser.parse(call.network(), result);
      return result;
    } catch (ResultParser.Malformed malformed) {
      throw PluginFailures.badResult(call, malformed.getMessage());
    }
  }
}
