package io.crij.runtime.spec;

import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.SecurityProfile;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.spec.OciSeccomp;
import io.crij.operations.failure.FailedPrecondition;
import java.util.Optional;
import java.util.Set;

/**
 * Which system call filter a container gets. The structured field wins over its older spelling; a
 * request with neither runs without, as CRI says, unless the operator wants otherwise. A profile
 * that cannot be had is an error: never less confinement than was asked for.
 */
final class SeccompChoice {
  private static final int LARGEST_PROFILE = 1024 * 1024;
  private static final String LOCALHOST = "localhost/";

  private final HostFacts host;
  private final HostPaths paths;
  private final DefaultSeccomp byDefault;
  private final boolean whenEmpty;

  SeccompChoice(HostFacts host, HostPaths paths, boolean whenEmpty) {
    this.whenEmpty = whenEmpty;
    this.host = host;
    this.paths = paths;
    this.byDefault = new DefaultSeccomp(host);
  }

  Optional<OciSeccomp> of(
      LinuxContainerSecurityContext context, Set<String> capabilities, RuntimeFacts runtime) {
    if (context.getPrivileged()) {
      return Optional.empty();
    }
    Optional<OciSeccomp> profile =
        context.hasSeccomp()
            ? structured(context.getSeccomp(), capabilities)
            : older(olderText(context), capabilities);
    if (profile.isPresent() && !(host.kernel().seccomp() && runtime.seccomp())) {
      throw new FailedPrecondition(
          "A seccomp profile is asked for, but "
              + (host.kernel().seccomp()
                  ? runtime.kind() + " " + runtime.version()
                  : "the node's kernel")
              + " has no seccomp",
          "Use a runtime and a kernel with seccomp, or the profile type Unconfined.");
    }
    return profile;
  }

  private Optional<OciSeccomp> structured(SecurityProfile profile, Set<String> capabilities) {
    return switch (profile.getProfileType()) {
      case RuntimeDefault -> Optional.of(byDefault.profile(capabilities));
      case Unconfined -> Optional.empty();
      case Localhost ->
          Optional.of(
              read(new Field("seccomp.localhost_ref", profile.getLocalhostRef()), capabilities));
      case UNRECOGNIZED ->
          throw new Field("seccomp.profile_type", "")
              .wrong("is not known", "Use RuntimeDefault, Unconfined or Localhost.");
    };
  }

  private Optional<OciSeccomp> older(String text, Set<String> capabilities) {
    return switch (text) {
      case "" -> whenEmpty ? Optional.of(byDefault.profile(capabilities)) : Optional.empty();
      case "unconfined" -> Optional.empty();
      case "runtime/default", "docker/default" -> Optional.of(byDefault.profile(capabilities));
      default -> {
        Field field = new Field("seccomp_profile_path", text);
        if (!text.startsWith(LOCALHOST)) {
          throw field.wrong(
              "is no profile", "Write unconfined, runtime/default or localhost/PATH.");
        }
        yield Optional.of(
            read(new Field(field.name(), text.substring(LOCALHOST.length())), capabilities));
      }
    };
  }

  // The older field still comes from kubelets and tools that do not know the newer one.
  @SuppressWarnings("deprecation")
  private static String olderText(LinuxContainerSecurityContext context) {
    return context.getSeccompProfilePath();
  }

  private OciSeccomp read(Field reference, Set<String> capabilities) {
    byte[] json = paths.read(reference, LARGEST_PROFILE);
    return new SeccompProfile(reference, host, capabilities).parse(json);
  }
}
