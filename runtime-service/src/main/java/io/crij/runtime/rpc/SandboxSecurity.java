package io.crij.runtime.rpc;

import io.crij.cri.v1.LinuxSandboxSecurityContext;
import io.crij.cri.v1.SecurityProfile;
import io.crij.cri.v1.SecurityProfile.ProfileType;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The form of a pod's LinuxSandboxSecurityContext. No process of ours runs as its user or under its
 * profile, but what cannot be right is refused here rather than passed over.
 */
final class SandboxSecurity {
  private SandboxSecurity() {}

  static void require(LinuxSandboxSecurityContext security) {
    if (security.hasRunAsGroup() && !security.hasRunAsUser()) {
      throw new InvalidArgument(
          "the pod sandbox has run_as_group without run_as_user", "Set both or neither.");
    }
    requireId("run_as_user", security.getRunAsUser().getValue());
    requireId("run_as_group", security.getRunAsGroup().getValue());
    security.getSupplementalGroupsList().forEach(id -> requireId("supplemental_groups", id));
    requireProfile(security.getSeccomp());
  }

  private static void requireId(String field, long id) {
    if (id < 0 || id > Integer.MAX_VALUE) {
      throw new InvalidArgument(
          field + " of the pod sandbox is " + id,
          "Give a number from 0 to " + Integer.MAX_VALUE + ".");
    }
  }

  private static void requireProfile(SecurityProfile seccomp) {
    if (seccomp.getProfileType() == ProfileType.Localhost
        && !isPlainPath(seccomp.getLocalhostRef())) {
      throw new InvalidArgument(
          "seccomp.localhost_ref "
              + PlainText.quoted(seccomp.getLocalhostRef())
              + " of the pod sandbox is no absolute path",
          "Give the path of a profile, without '.' and '..'.");
    }
  }

  private static boolean isPlainPath(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() && path.equals(path.normalize());
    } catch (InvalidPathException notOne) {
      return false;
    }
  }
}
