package io.crij.runtime.spec;

import static io.crij.runtime.spec.SeccompActions.ALLOW;
import static io.crij.runtime.spec.SeccompActions.ERRNO;

import io.crij.linux.namespace.NamespaceKind;
import io.crij.oci.spec.OciSeccomp;
import io.crij.oci.spec.OciSyscallArg;
import io.crij.oci.spec.OciSyscallRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The profile RuntimeDefault: an allow-list (default-seccomp.txt) and the few calls whose arguments
 * decide. What is refused gets EPERM, what is unknown ENOSYS.
 */
final class DefaultSeccomp {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final String SYS_ADMIN = "CAP_SYS_ADMIN";
  private static final String EQUAL = "SCMP_CMP_EQ";
  private static final String MASKED = "SCMP_CMP_MASKED_EQ";

  /** Since Linux 4.8 a tracer sees a call before the filter does, so it is no way round it. */
  private static final List<String> TRACING =
      List.of("ptrace", "process_vm_readv", "process_vm_writev");

  /** Kernel crypto and virtual machine sockets: not namespaced, and ways to break out. */
  private static final long AF_ALG = 38;

  private static final long AF_VSOCK = 40;

  /** PER_LINUX, PER_LINUX32, both with UNAME26, and the question which one it is. */
  private static final List<Long> PERSONALITIES = List.of(0L, 8L, 0x20000L, 0x20008L, 0xffffffffL);

  private final HostFacts host;
  private final Map<String, List<String>> calls = SyscallList.read();

  DefaultSeccomp(HostFacts host) {
    this.host = host;
  }

  /**
   * @param capabilities of the container: what the kernel lets it do anyway is not filtered
   */
  OciSeccomp profile(Set<String> capabilities) {
    SortedSet<String> allowed = new TreeSet<>();
    SortedSet<String> refused = new TreeSet<>();
    calls.forEach(
        (section, names) -> {
          boolean open = section.equals(SyscallList.ALLOWED) || capabilities.contains(section);
          (open ? allowed : refused).addAll(names);
        });
    if (host.kernel().atLeast(4, 8)) {
      allowed.addAll(TRACING);
    }
    List<OciSyscallRule> rules = new ArrayList<>();
    // The first, since libseccomp adds an allowed socketcall to each rule that allows socket on
    // i386:
    // its arguments lie in memory, where no filter sees the family.
    rules.add(rule(ERRNO, List.of("socketcall")));
    if (capabilities.contains(SYS_ADMIN)) {
      allowed.addAll(List.of("clone", "clone3"));
    } else {
      addCloneRules(rules);
    }
    refused.removeAll(allowed);
    rules.add(rule(ALLOW, List.copyOf(allowed)));
    rules.add(rule(ERRNO, List.copyOf(refused)));
    addSocketRules(rules);
    PERSONALITIES.forEach(
        value -> rules.add(rule(ALLOW, List.of("personality"), arg(value, EQUAL))));
    return new OciSeccomp(
        ERRNO, OptionalInt.of(ENOSYS), SeccompActions.architectures(host.architecture()), rules);
  }

  /** Processes and threads, but no namespaces. */
  private static void addCloneRules(List<OciSyscallRule> rules) {
    List<String> clone = List.of("clone");
    List<Long> flags =
        Arrays.stream(NamespaceKind.values()).map(kind -> (long) kind.cloneFlag()).toList();
    long all = flags.stream().reduce(0L, (a, b) -> a | b);
    rules.add(rule(ALLOW, clone, masked(all, 0)));
    flags.forEach(flag -> rules.add(rule(ERRNO, clone, masked(flag, flag))));
  }

  /** What none of these allows gets ENOSYS: libseccomp takes no refusal beside them. */
  private static void addSocketRules(List<OciSyscallRule> rules) {
    List<String> socket = List.of("socket");
    rules.add(rule(ALLOW, socket, arg(AF_ALG, "SCMP_CMP_LT")));
    rules.add(rule(ALLOW, socket, arg(AF_ALG + 1, EQUAL)));
    rules.add(rule(ALLOW, socket, arg(AF_VSOCK, "SCMP_CMP_GT")));
  }

  private static OciSyscallRule rule(String action, List<String> names, OciSyscallArg... args) {
    OptionalInt errno = action.equals(ERRNO) ? OptionalInt.of(EPERM) : OptionalInt.empty();
    return new OciSyscallRule(names, action, errno, List.of(args));
  }

  private static OciSyscallArg arg(long value, String operator) {
    return new OciSyscallArg(0, value, OptionalLong.empty(), operator);
  }

  private static OciSyscallArg masked(long mask, long value) {
    return new OciSyscallArg(0, mask, OptionalLong.of(value), MASKED);
  }
}
