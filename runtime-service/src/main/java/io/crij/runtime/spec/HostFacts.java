package io.crij.runtime.spec;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.host.Capabilities;
import io.crij.linux.host.KernelFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What this node and this daemon can give to a container; asked once, at start.
 *
 * @param architecture as Java names it: "amd64", "aarch64"
 * @param capabilities what the daemon holds: no container gets more
 * @param controllers of control groups: "cpu", "hugetlb"...
 * @param swapAccounting whether memory and swap together can be limited
 * @param lowestOomScoreAdj the lowest that the daemon may set
 * @param thermalPaths directories with a processor's temperature, masked by default
 * @param topology processors, memory nodes and sizes of huge pages
 */
public record HostFacts(
    KernelFacts kernel,
    String architecture,
    SequencedSet<String> capabilities,
    CgroupHost cgroups,
    Set<String> controllers,
    boolean swapAccounting,
    int lowestOomScoreAdj,
    boolean apparmor,
    boolean selinux,
    List<String> thermalPaths,
    Topology topology) {

  private static final int LOWEST_OOM_SCORE_ADJ = -1000;
  private static final String SWAP_V1 = "memory.memsw.limit_in_bytes";
  private static final Path APPARMOR = Path.of("/sys/module/apparmor/parameters/enabled");
  private static final Path SELINUX = Path.of("/sys/fs/selinux/enforce");

  public HostFacts {
    capabilities = new LinkedHashSet<>(capabilities);
    controllers = Set.copyOf(controllers);
    thermalPaths = List.copyOf(thermalPaths);
  }

  /** Reads files of /proc and /sys: platform threads only. */
  public static HostFacts detect() throws IOException {
    SequencedSet<String> capabilities = Capabilities.effective();
    capabilities.retainAll(Capabilities.bounding());
    CgroupHost cgroups = CgroupHost.detect();
    return new HostFacts(
        KernelFacts.detect(),
        System.getProperty("os.arch"),
        capabilities,
        cgroups,
        controllers(cgroups),
        swapAccounting(cgroups),
        lowestOomScoreAdj(capabilities),
        Files.exists(APPARMOR) && Files.readString(APPARMOR).startsWith("Y"),
        Files.exists(SELINUX),
        thermalDirectories(),
        Topology.detect());
  }

  private static Set<String> controllers(CgroupHost cgroups) throws IOException {
    if (!cgroups.isV2()) {
      return cgroups.controllers().keySet();
    }
    Path file = cgroups.unified().orElseThrow().resolve("cgroup.controllers");
    return Set.of(Files.readString(file).strip().split(" "));
  }

  private static boolean swapAccounting(CgroupHost cgroups) throws IOException {
    Optional<Path> memory = cgroups.hierarchyOf("memory");
    if (memory.isEmpty() || !cgroups.isV2()) {
      return memory.isPresent() && Files.exists(memory.get().resolve(SWAP_V1));
    }
    // The root group of v2 has no limits; where the kernel can set them, each other group has some.
    try (Stream<Path> groups = Files.list(memory.get())) {
      return groups.anyMatch(group -> Files.exists(group.resolve("memory.swap.max")));
    }
  }

  /** Without CAP_SYS_RESOURCE a process may raise its value and its children's, never lower it. */
  private static int lowestOomScoreAdj(Set<String> capabilities) throws IOException {
    if (capabilities.contains("CAP_SYS_RESOURCE")) {
      return LOWEST_OOM_SCORE_ADJ;
    }
    Path own = Path.of("/proc/self/oom_score_adj");
    return Integer.parseInt(Files.readString(own, StandardCharsets.US_ASCII).strip());
  }

  private static List<String> thermalDirectories() {
    int processors = Runtime.getRuntime().availableProcessors();
    return IntStream.range(0, processors)
        .mapToObj(number -> "/sys/devices/system/cpu/cpu" + number + "/thermal_throttle")
        .filter(path -> Files.isDirectory(Path.of(path)))
        .toList();
  }
}
