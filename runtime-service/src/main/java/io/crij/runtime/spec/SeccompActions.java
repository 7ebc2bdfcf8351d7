package io.crij.runtime.spec;

import java.util.List;
import java.util.Set;

/** Words of seccomp profiles (OCI runtime specification, "Seccomp"). */
final class SeccompActions {
  static final String ALLOW = "SCMP_ACT_ALLOW";
  static final String ERRNO = "SCMP_ACT_ERRNO";

  /** All but SCMP_ACT_NOTIFY, which needs a listener that a container cannot be given. */
  static final Set<String> ALL =
      Set.of(
          ALLOW,
          ERRNO,
          "SCMP_ACT_KILL",
          "SCMP_ACT_KILL_PROCESS",
          "SCMP_ACT_KILL_THREAD",
          "SCMP_ACT_TRAP",
          "SCMP_ACT_TRACE",
          "SCMP_ACT_LOG");

  static final Set<String> OPERATORS =
      Set.of(
          "SCMP_CMP_NE",
          "SCMP_CMP_LT",
          "SCMP_CMP_LE",
          "SCMP_CMP_EQ",
          "SCMP_CMP_GE",
          "SCMP_CMP_GT",
          "SCMP_CMP_MASKED_EQ");

  private SeccompActions() {}

  /** Of programs that run on a node of this architecture, which it names as Java does. */
  static List<String> architectures(String node) {
    return switch (node) {
      case "amd64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
      case "aarch64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
      default -> List.of();
    };
  }
}
