package io.crij.runtime.spec;

import io.crij.operations.failure.FailedPrecondition;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Files of a v2 control group that a request wants written: names, never paths. */
final class UnifiedKeys {
  private static final Pattern KEY = Pattern.compile("[a-z0-9_]+(\\.[A-Za-z0-9_]+)+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,4096}");
  private static final int MOST = 256;

  private UnifiedKeys() {}

  static Map<String, String> of(Map<String, String> wanted, HostFacts host) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    if (!host.cgroups().isV2()) {
      throw new FailedPrecondition(
          "unified resources are asked for, but the node's control groups are version 1",
          "Leave them out, or start the node with control groups version 2 only.");
    }
    if (wanted.size() > MOST) {
      throw new Field("unified", wanted.size() + " files").wrong("are too many", "Give fewer.");
    }
    Map<String, String> sorted = new TreeMap<>(wanted);
    sorted.forEach(UnifiedKeys::require);
    return sorted;
  }

  private static void require(String key, String value) {
    Field name = new Field("unified", key);
    // cgroup.procs and the like move or kill processes; they are no resource.
    if (!KEY.matcher(key).matches() || key.startsWith("cgroup.")) {
      throw name.wrong("is no resource file", "Name one such as memory.high.");
    }
    if (!VALUE.matcher(value).matches()) {
      throw new Field("unified " + key, value)
          .wrong("cannot be written", "Give one line of printable text.");
    }
  }
}
