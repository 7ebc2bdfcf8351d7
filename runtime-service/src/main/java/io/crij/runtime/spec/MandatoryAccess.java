package io.crij.runtime.spec;

import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.SELinuxOption;
import io.crij.cri.v1.SecurityProfile;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * AppArmor and SELinux. What this node cannot enforce is refused; a request without a wish of its
 * own runs unconfined by them.
 */
final class MandatoryAccess {
  private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9_./:@+-]{1,255}");
  private static final String LOCALHOST = "localhost/";

  private MandatoryAccess() {}

  /** The AppArmor profile to run under; empty for none. */
  static Optional<String> apparmor(LinuxContainerSecurityContext context, HostFacts host) {
    Optional<Field> profile =
        context.getPrivileged() ? Optional.empty() : localhostProfile(context);
    if (profile.isEmpty()) {
      return Optional.empty();
    }
    Field field = profile.get();
    if (!PROFILE.matcher(field.value()).matches()) {
      throw field.wrong("is no AppArmor profile name", "Name a profile that the node has loaded.");
    }
    if (!host.apparmor()) {
      throw new FailedPrecondition(
          "appArmor profile "
              + PlainText.quoted(field.value())
              + " is asked for, but the node's kernel"
              + " has no AppArmor",
          "Start the kernel with AppArmor, or do not ask for a profile.");
    }
    return Optional.of(field.value());
  }

  /** The structured field wins over its older spelling, which is "localhost/NAME". */
  private static Optional<Field> localhostProfile(LinuxContainerSecurityContext context) {
    if (context.hasApparmor()) {
      SecurityProfile profile = context.getApparmor();
      return switch (profile.getProfileType()) {
        case Localhost -> Optional.of(named("apparmor.localhost_ref", profile.getLocalhostRef()));
        case RuntimeDefault, Unconfined -> Optional.empty();
        case UNRECOGNIZED ->
            throw new Field("apparmor.profile_type", "")
                .wrong("is not known", "Use RuntimeDefault, Unconfined or Localhost.");
      };
    }
    String old = older(context);
    return switch (old) {
      case "", "unconfined", "runtime/default" -> Optional.empty();
      default -> Optional.of(named("apparmor_profile", old));
    };
  }

  // The older field still comes from kubelets and tools that do not know the newer one.
  @SuppressWarnings("deprecation")
  private static String older(LinuxContainerSecurityContext context) {
    return context.getApparmorProfile();
  }

  private static Field named(String field, String reference) {
    return new Field(
        field,
        reference.startsWith(LOCALHOST) ? reference.substring(LOCALHOST.length()) : reference);
  }

  static void requireNoSelinux(LinuxContainerSecurityContext context, HostFacts host) {
    SELinuxOption wanted = context.getSelinuxOptions();
    if (context.getPrivileged() || wanted.equals(SELinuxOption.getDefaultInstance())) {
      return;
    }
    throw new FailedPrecondition(
        "SELinux options are asked for, "
            + (host.selinux() ? "which are not supported yet" : "but the node has no SELinux"),
        "Leave selinux_options out.");
  }
}
