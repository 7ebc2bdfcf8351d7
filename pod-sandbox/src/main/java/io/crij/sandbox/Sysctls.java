package io.crij.sandbox;

import io.crij.linux.namespace.NamespaceKind;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which kernel parameters a pod may set: those of its own network and IPC namespaces. Anything else
 * is refused and never skipped, since a pod that asked for it would run without it.
 */
final class Sysctls {
  // The form that core/linux reads: either separator, so "net/ipv4/..." stays one with dots in it.
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)+");
  private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{1,1024}");

  private Sysctls() {}

  static void require(Map<String, String> sysctls, NamespaceMode network, NamespaceMode ipc) {
    sysctls.forEach(
        (key, value) -> {
          requireForm(key, value);
          requireOwn(key, network, ipc);
        });
  }

  private static void requireForm(String key, String value) {
    if (key.length() > 255 || !KEY.matcher(key).matches()) {
      throw new InvalidArgument(
          "the sysctl " + PlainText.quoted(key) + " is not the name of a kernel parameter",
          "Give a name like net.ipv4.tcp_syncookies.");
    }
    // A tab separates numbers of one parameter (ip_local_port_range).
    if (!VALUE.matcher(value.replace('\t', ' ')).matches()) {
      throw new InvalidArgument(
          "the value " + PlainText.quoted(value) + " of sysctl " + key + " is not one line",
          "Give 1 to 1024 characters without control characters.");
    }
  }

  private static void requireOwn(String key, NamespaceMode network, NamespaceMode ipc) {
    Optional<NamespaceKind> kind = NamespaceKind.ofSysctl(key);
    boolean possible =
        kind.filter(k -> k == NamespaceKind.NET || k == NamespaceKind.IPC).isPresent();
    if (!possible) {
      throw new InvalidArgument(
          "the sysctl " + key + " is shared by the whole node",
          "A pod can set net.*, kernel.shm*, kernel.msg*, kernel.sem and fs.mqueue.* only.");
    }
    NamespaceMode mode = kind.get() == NamespaceKind.NET ? network : ipc;
    if (mode != NamespaceMode.POD) {
      throw new InvalidArgument(
          "the sysctl " + key + " would change the node: the pod uses the node's namespace",
          "Leave it out, or give the pod a " + kind.get() + " namespace of its own.");
    }
  }
}
