package io.crij.linux.namespace;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Namespaces to make.
 *
 * @param directory gets one file for each, named "net", "ipc", "uts"; made when missing, in a mount
 *     that is private
 * @param kinds of NET, IPC and UTS
 * @param hostname of the new UTS namespace
 * @param sysctls kernel parameters of the new namespaces, key and value
 */
public record PinRequest(
    Path directory,
    Set<NamespaceKind> kinds,
    Optional<String> hostname,
    Map<String, String> sysctls) {
  private static final Set<NamespaceKind> POSSIBLE =
      EnumSet.of(NamespaceKind.NET, NamespaceKind.IPC, NamespaceKind.UTS);

  /** __NEW_UTS_LEN; characters as in hostname(7). */
  private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public PinRequest {
    kinds = Set.copyOf(kinds);
    sysctls = Map.copyOf(sysctls);
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("namespaces are pinned at absolute paths: " + directory);
    }
    if (kinds.isEmpty() || !POSSIBLE.containsAll(kinds)) {
      throw new IllegalArgumentException(
          "a thread can make namespaces of the kinds " + POSSIBLE + ", not " + kinds);
    }
    if (hostname.isPresent()) {
      requireHostname(kinds, hostname.get());
    }
    for (String key : sysctls.keySet()) {
      requireNamespaced(kinds, key);
    }
  }

  private static void requireHostname(Set<NamespaceKind> kinds, String hostname) {
    if (!kinds.contains(NamespaceKind.UTS)) {
      throw new IllegalArgumentException("a host name needs a UTS namespace of its own");
    }
    if (!HOSTNAME.matcher(hostname).matches()) {
      throw new IllegalArgumentException("not a host name of 1 to 64 characters: " + hostname);
    }
  }

  /** Else the node's own parameter would be changed. */
  private static void requireNamespaced(Set<NamespaceKind> kinds, String key) {
    if (key.contains("..")) {
      throw new IllegalArgumentException("not the name of a kernel parameter: " + key);
    }
    if (NamespaceKind.ofSysctl(key).filter(kinds::contains).isEmpty()) {
      throw new IllegalArgumentException(
          "kernel parameter " + key + " belongs to none of the new namespaces " + kinds);
    }
  }
}
