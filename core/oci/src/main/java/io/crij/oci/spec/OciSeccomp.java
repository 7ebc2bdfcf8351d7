package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code linux.seccomp}.
 *
 * @param defaultAction "SCMP_ACT_ERRNO"... for calls that no rule names
 * @param architectures "SCMP_ARCH_X86_64"...
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciSeccomp(
    String defaultAction,
    OptionalInt defaultErrnoRet,
    List<String> architectures,
    List<OciSyscallRule> syscalls) {

  public OciSeccomp {
    architectures = List.copyOf(architectures);
    syscalls = List.copyOf(syscalls);
  }
}
