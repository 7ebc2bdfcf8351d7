package io.crij.cni;

import io.crij.operations.failure.PlainText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The intent of an ADD, on disk before the first plugin runs: all that a DEL needs, so that it
 * works when the configuration has changed or vanished since.
 *
 * @param configFile for messages only
 * @param plugins the chain as configured at the time of the ADD
 */
record AttachmentRecord(
    String podSandboxId,
    String network,
    String cniVersion,
    String configFile,
    List<ObjectNode> plugins,
    String netns,
    String ifName,
    Map<String, String> args,
    List<PortMapping> portMappings) {

  AttachmentRecord {
    // Refuses what is not valid, so that a damaged file counts as unreadable.
    attachment(podSandboxId, netns, ifName, args, portMappings);
    network(network, cniVersion, plugins, configFile);
  }

  static AttachmentRecord of(Attachment attachment, NetworkConfig network) {
    return new AttachmentRecord(
        attachment.podSandboxId(),
        network.name(),
        network.cniVersion(),
        network.file().toString(),
        network.plugins().stream().map(PluginConfig::json).toList(),
        attachment.netns().toString(),
        attachment.ifName(),
        attachment.args(),
        attachment.portMappings());
  }

  Attachment toAttachment() {
    return attachment(podSandboxId, netns, ifName, args, portMappings);
  }

  NetworkConfig toNetwork() {
    return network(network, cniVersion, plugins, configFile);
  }

  private static Attachment attachment(
      String id, String netns, String ifName, Map<String, String> args, List<PortMapping> ports) {
    return new Attachment(id, Path.of(netns), ifName, args, ports);
  }

  private static NetworkConfig network(
      String name, String cniVersion, List<ObjectNode> plugins, String file) {
    try {
      if (!CniVersion.isSpoken(cniVersion)) {
        throw new IllegalArgumentException("its cniVersion is " + PlainText.of(cniVersion));
      }
      return new NetworkConfig(name, cniVersion, ConfigParser.plugins(plugins), Path.of(file));
    } catch (ConfigRejected rejected) {
      throw new IllegalArgumentException(rejected.getMessage(), rejected);
    }
  }
}
