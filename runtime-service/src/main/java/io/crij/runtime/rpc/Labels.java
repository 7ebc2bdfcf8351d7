package io.crij.runtime.rpc;

import java.util.Map;

/** Label selectors of list filters. */
final class Labels {
  private Labels() {}

  /** Whether every wanted label is there with that value. */
  static boolean match(Map<String, String> wanted, Map<String, String> labels) {
    return labels.entrySet().containsAll(wanted.entrySet());
  }
}
