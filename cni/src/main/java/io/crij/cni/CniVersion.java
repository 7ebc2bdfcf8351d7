package io.crij.cni;

import java.util.List;

/** Versions of the CNI specification spoken here, oldest first. */
final class CniVersion {
  private static final List<String> SPOKEN = List.of("0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0");

  static final String RANGE = "0.3.0 to 1.1.0";

  private CniVersion() {}

  static boolean isSpoken(String version) {
    return SPOKEN.contains(version);
  }

  /** Whether a DEL of this version is given the result of the ADD (since 0.4.0). */
  static boolean delTakesResult(String version) {
    return SPOKEN.indexOf(version) >= SPOKEN.indexOf("0.4.0");
  }

  /** Order of age; a version that is not spoken is the oldest. */
  static int rank(String version) {
    return SPOKEN.indexOf(version);
  }
}
