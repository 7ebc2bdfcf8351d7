package io.crij.cni;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One execution of a plugin (CNI specification, section 2).
 *
 * @param netns value of CNI_NETNS; empty when the namespace is gone
 */
record PluginCall(
    Verb verb, PluginType type, NetworkConfig network, Attachment attachment, String netns) {

  /** Programs that plugins run themselves (iptables, ip, modprobe) come from here only. */
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  Map<String, String> environment(String cniPath) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CNI_COMMAND", verb.name());
    environment.put("CNI_CONTAINERID", attachment.podSandboxId());
    environment.put("CNI_NETNS", netns);
    environment.put("CNI_IFNAME", attachment.ifName());
    environment.put("CNI_PATH", cniPath);
    environment.put("CNI_ARGS", cniArgs());
    environment.put("PATH", PATH);
    return environment;
  }

  private String cniArgs() {
    Map<String, String> args = new LinkedHashMap<>();
    // Without it, plugins refuse every argument that is not their own.
    args.put("IgnoreUnknown", "1");
    args.putAll(attachment.args());
    return args.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(";"));
  }

  /** As in messages, after a name or "the". */
  String text() {
    return "CNI plugin '"
        + type.name()
        + "' ("
        + verb
        + " of pod sandbox "
        + attachment.podSandboxId()
        + " to network '"
        + network.name()
        + "')";
  }

  Path configFile() {
    return network.file();
  }
}
