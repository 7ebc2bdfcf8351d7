package io.crij.e2e.harness;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a daemon and its pods have on the host, one line each: mounts, interfaces, firewall rules,
 * cgroups, processes, files of the two roots, reserved addresses. Only what carries the daemon's
 * own names is looked at, so that others may use the host at the same time.
 */
public record HostSnapshot(Set<String> lines) {
  /** Some things go a moment after the call that ends them: a reaped process, a moved tree. */
  static final Duration SETTLING = Duration.ofSeconds(10);

  private static final int SHOWN = 40;

  public static HostSnapshot take(DaemonSetup setup, PodNetwork network) {
    Set<String> lines = new TreeSet<>();
    lines.addAll(KernelTraces.mounts(setup.directory()));
    lines.addAll(KernelTraces.cgroups(setup.name()));
    lines.addAll(KernelTraces.processes(setup));
    lines.addAll(NetworkTraces.interfaces(network));
    lines.addAll(NetworkTraces.firewall(network));
    lines.addAll(FileTraces.below(network.addresses()));
    lines.addAll(FileTraces.below(setup.root()));
    lines.addAll(FileTraces.below(setup.runRoot()));
    return new HostSnapshot(lines);
  }

  /** Fails unless the host becomes again what it was. */
  public void awaitAgain(DaemonSetup setup, PodNetwork network) {
    Difference[] last = new Difference[1];
    try {
      Await.until(
          "the host as it was",
          SETTLING,
          () -> {
            last[0] = difference(take(setup, network));
            return last[0].isNone();
          });
    } catch (AssertionError e) {
      throw new AssertionError(
          "left behind:\n" + shown(last[0].added) + "gone:\n" + shown(last[0].gone), e);
    }
  }

  private static String shown(Set<String> lines) {
    return lines.stream()
        .limit(SHOWN)
        .map(line -> "  " + line + "\n")
        .collect(Collectors.joining());
  }

  private Difference difference(HostSnapshot now) {
    Set<String> added = new TreeSet<>(now.lines);
    added.removeAll(lines);
    Set<String> gone = new TreeSet<>(lines);
    gone.removeAll(now.lines);
    return new Difference(added, gone);
  }

  private record Difference(Set<String> added, Set<String> gone) {
    boolean isNone() {
      return added.isEmpty() && gone.isEmpty();
    }
  }
}
