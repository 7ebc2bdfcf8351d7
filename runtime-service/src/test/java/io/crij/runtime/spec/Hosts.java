package io.crij.runtime.spec;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.host.Capabilities;
import io.crij.linux.host.KernelFacts;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.runtime.RuntimeKind;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/** Nodes and runtimes that a container may meet. */
final class Hosts {
  static final RuntimeFacts CRUN =
      new RuntimeFacts(RuntimeKind.CRUN, "1.8.1", "1.0.2", false, false, true);
  static final RuntimeFacts RUNC =
      new RuntimeFacts(RuntimeKind.RUNC, "1.5.2", "1.0.2", true, true, true);

  private static final CgroupHost V1 =
      new CgroupHost(
          CgroupHost.Version.V1,
          Map.of("memory", Path.of("/sys/fs/cgroup/memory")),
          Optional.empty());
  private static final CgroupHost V2 =
      new CgroupHost(CgroupHost.Version.V2, Map.of(), Optional.of(Path.of("/sys/fs/cgroup")));

  private Hosts() {}

  static HostFacts v1() {
    return host(V1, Set.of("memory", "cpu"), everything(), -1000, new KernelVersion(6, 1));
  }

  static HostFacts v2() {
    return host(V2, Set.of("hugetlb", "memory"), everything(), -1000, new KernelVersion(6, 1));
  }

  /** A daemon that lacks some capabilities itself. */
  static HostFacts lacking(String... capabilities) {
    SequencedSet<String> held = everything();
    held.removeAll(List.of(capabilities));
    return host(V1, Set.of("memory"), held, 200, new KernelVersion(6, 1));
  }

  static HostFacts withKernel(int major, int minor) {
    return host(V1, Set.of("memory"), everything(), -1000, new KernelVersion(major, minor));
  }

  private record KernelVersion(int major, int minor) {}

  private static SequencedSet<String> everything() {
    return new LinkedHashSet<>(Capabilities.known());
  }

  private static HostFacts host(
      CgroupHost cgroups,
      Set<String> controllers,
      SequencedSet<String> capabilities,
      int lowestOomScoreAdj,
      KernelVersion kernel) {
    return new HostFacts(
        new KernelFacts(
            kernel.major + "." + kernel.minor,
            kernel.major,
            kernel.minor,
            Set.of("overlay"),
            List.of(),
            true),
        "amd64",
        capabilities,
        cgroups,
        controllers,
        true,
        lowestOomScoreAdj,
        false,
        false,
        List.of("/sys/devices/system/cpu/cpu0/thermal_throttle"),
        new Topology("0-3,7", "0", List.of("2MB", "1GB")));
  }
}
