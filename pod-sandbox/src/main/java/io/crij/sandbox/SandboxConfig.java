package io.crij.sandbox;

import io.crij.cni.PortMapping;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that RunPodSandbox asked for (CRI {@code PodSandboxConfig}), valid by construction. Stored as
 * JSON in the sandbox's record.
 *
 * @param hostname empty for none given
 * @param logDirectory absolute directory of container logs
 * @param dns lines of resolv.conf; empty means a copy of the node's
 * @param labels returned unaltered and without effect, as annotations
 * @param cgroupParent absolute path of a control group; empty for one of our own
 * @param sysctls kernel parameters of the pod's own namespaces
 * @param network POD or NODE
 * @param pid POD, CONTAINER or NODE
 * @param ipc POD or NODE
 * @param privileged whether it may hold privileged containers
 * @param runtimeHandler empty for the default one
 */
public record SandboxConfig(
    SandboxMetadata metadata,
    String hostname,
    Optional<Path> logDirectory,
    Optional<DnsConfig> dns,
    List<PortMapping> portMappings,
    Map<String, String> labels,
    Map<String, String> annotations,
    String cgroupParent,
    Map<String, String> sysctls,
    NamespaceMode network,
    NamespaceMode pid,
    NamespaceMode ipc,
    boolean privileged,
    String runtimeHandler) {
  // __NEW_UTS_LEN; also a line of the hosts file.
  private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public SandboxConfig {
    portMappings = List.copyOf(portMappings);
    labels = ordered(labels);
    annotations = ordered(annotations);
    sysctls = ordered(sysctls);
    if (!hostname.isEmpty() && !HOSTNAME.matcher(hostname).matches()) {
      throw new InvalidArgument(
          "the host name " + PlainText.quoted(hostname) + " of the pod sandbox is none",
          "Give 1 to 64 letters, digits, '.', '_' and '-', a letter or digit first.");
    }
    logDirectory.ifPresent(SandboxConfig::requireLogDirectory);
    requireCgroup(cgroupParent);
    requireMode("network", network, network == NamespaceMode.CONTAINER);
    requireMode("IPC", ipc, ipc == NamespaceMode.CONTAINER);
    requireMode("PID", pid, false);
    Sysctls.require(sysctls, network, ipc);
  }

  /** In the order of the request. */
  private static Map<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static void requireLogDirectory(Path directory) {
    boolean absolute = directory.isAbsolute();
    if (!absolute || !directory.equals(directory.normalize())) {
      throw new InvalidArgument(
          "the log directory "
              + PlainText.quoted(directory.toString())
              + (absolute ? " has '.' or '..' in it" : " is not absolute"),
          "Give an absolute path without '.' and '..'.");
    }
  }

  private static void requireCgroup(String parent) {
    if (!parent.isEmpty()) {
      try {
        var _ = new CgroupPath(parent);
      } catch (IllegalArgumentException refused) {
        throw new InvalidArgument(
            "the cgroup parent " + PlainText.quoted(parent) + " is not a control group",
            "Give an absolute path below the root group, or nothing.");
      }
    }
  }

  private static void requireMode(String kind, NamespaceMode mode, boolean refused) {
    if (refused || mode == NamespaceMode.TARGET) {
      throw new InvalidArgument(
          "the " + kind + " namespace of a pod sandbox cannot have the mode " + mode,
          kind.equals("PID") ? "Give POD, CONTAINER or NODE." : "Give POD or NODE.");
    }
  }
}
