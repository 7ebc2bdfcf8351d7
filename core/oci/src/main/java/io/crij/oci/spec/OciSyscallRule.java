package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.OptionalInt;

/**
 * One of {@code linux.seccomp.syscalls}.
 *
 * @param names system calls by name
 * @param action "SCMP_ACT_ALLOW"...
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciSyscallRule(
    List<String> names, String action, OptionalInt errnoRet, List<OciSyscallArg> args) {

  public OciSyscallRule {
    names = List.copyOf(names);
    args = List.copyOf(args);
  }
}
