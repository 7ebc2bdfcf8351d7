package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.HugepageLimit;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.oci.spec.OciCpu;
import io.crij.oci.spec.OciHugepageLimit;
import io.crij.oci.spec.OciMemory;
import io.crij.oci.spec.OciResources;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ResourceLimitsTest {
  private static final long MIB = 1L << 20;

  private static LinuxContainerResources.Builder wanted() {
    return LinuxContainerResources.newBuilder();
  }

  private static OciResources limits(LinuxContainerResources.Builder wanted, HostFacts host) {
    return ResourceLimits.of(wanted.build(), host, Hosts.CRUN);
  }

  @Test
  void nothingSpecifiedLimitsNothing() {
    OciResources none = limits(wanted(), Hosts.v1());

    assertThat(none.cpu()).isEmpty();
    assertThat(none.memory()).isEmpty();
    assertThat(none.pids()).isEmpty();
    assertThat(none.hugepageLimits()).isEmpty();
  }

  @Test
  void processorAndMemoryAreTakenOver() {
    OciResources limits =
        limits(
            wanted()
                .setCpuShares(512)
                .setCpuQuota(20_000)
                .setCpuPeriod(100_000)
                .setCpusetCpus("0-1,3")
                .setCpusetMems("0")
                .setMemoryLimitInBytes(64 * MIB)
                .setMemorySwapLimitInBytes(96 * MIB),
            Hosts.v1());

    assertThat(limits.cpu())
        .contains(
            new OciCpu(
                OptionalLong.of(512),
                OptionalLong.of(20_000),
                OptionalLong.of(100_000),
                "0-1,3",
                "0"));
    assertThat(limits.memory())
        .contains(
            new OciMemory(
                OptionalLong.of(64 * MIB), OptionalLong.empty(), OptionalLong.of(96 * MIB)));
  }

  @Test
  void withoutALimitForSwapThereIsNone() {
    Optional<OciMemory> memory =
        limits(wanted().setMemoryLimitInBytes(64 * MIB), Hosts.v1()).memory();

    assertThat(memory.orElseThrow().swap()).hasValue(64 * MIB);
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    assertRefused(wanted().setCpuShares(1), "cpu_shares");
    assertRefused(wanted().setCpuShares(-1), "cpu_shares");
    assertRefused(wanted().setCpuShares(262_145), "cpu_shares");
    assertRefused(wanted().setCpuPeriod(999), "cpu_period");
    assertRefused(wanted().setCpuPeriod(1_000_001), "cpu_period");
    assertRefused(wanted().setCpuQuota(-2), "cpu_quota");
    assertRefused(wanted().setCpuQuota(1), "cpu_quota");
    assertRefused(wanted().setCpusetCpus("0;1"), "cpuset_cpus");
    assertRefused(wanted().setCpusetCpus("1,".repeat(5000) + "1"), "cpuset_cpus");
    assertRefused(wanted().setCpusetMems("../x"), "cpuset_mems");
    assertRefused(
        wanted().setCpusetCpus("2-1"),
        "cpuset_cpus \"2-1\" has a range that ends before it begins");
    assertRefused(wanted().setCpusetCpus("99999999999"), "cpuset_cpus");
    assertRefused(
        wanted().setCpusetCpus("0-5"),
        "cpuset_cpus \"0-5\" has the number 4, and the node has 0-3,7");
    assertRefused(
        wanted().setCpusetMems("1"), "cpuset_mems \"1\" has the number 1, and the node has 0");
    assertRefused(wanted().setMemoryLimitInBytes(1), "memory_limit_in_bytes");
    assertRefused(wanted().setMemoryLimitInBytes(-2), "memory_limit_in_bytes");
    assertRefused(wanted().setMemorySwapLimitInBytes(MIB), "memory_swap_limit_in_bytes");
    assertRefused(
        wanted().setMemoryLimitInBytes(64 * MIB).setMemorySwapLimitInBytes(32 * MIB),
        "memory_swap_limit_in_bytes");
    assertRefused(
        wanted().addHugepageLimits(HugepageLimit.newBuilder().setPageSize("2M/..")),
        "hugepage_limits");
    assertRefused(
        wanted().addHugepageLimits(HugepageLimit.newBuilder().setPageSize("3MB").setLimit(4096)),
        "hugepage_limits.page_size \"3MB\" is no size of huge pages that the node has");
  }

  private static void assertRefused(LinuxContainerResources.Builder wanted, String field) {
    assertThatThrownBy(() -> limits(wanted, Hosts.v1()))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith(field);
  }

  @Test
  void runcNeedsSomeMemoryItself() {
    LinuxContainerResources wanted = wanted().setMemoryLimitInBytes(8 * MIB).build();

    assertThat(ResourceLimits.of(wanted, Hosts.v1(), Hosts.CRUN).memory()).isPresent();
    assertThatThrownBy(() -> ResourceLimits.of(wanted, Hosts.v1(), Hosts.RUNC))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void hugePagesAreLimitedWhereTheNodeCan() {
    HugepageLimit.Builder size = HugepageLimit.newBuilder().setPageSize("2MB");
    LinuxContainerResources.Builder zero = wanted().addHugepageLimits(size);
    LinuxContainerResources.Builder some = wanted().addHugepageLimits(size.clone().setLimit(4096));

    assertThat(limits(some, Hosts.v2()).hugepageLimits())
        .containsExactly(new OciHugepageLimit("2MB", 4096));
    assertThat(limits(zero, Hosts.v1()).hugepageLimits()).isEmpty();
    assertThatThrownBy(() -> limits(some, Hosts.v1()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("hugetlb");
  }

  @Test
  void filesOfV2AreNamesOfResources() {
    assertThat(limits(wanted().putUnified("memory.high", "1000"), Hosts.v2()).unified())
        .isEqualTo(Map.of("memory.high", "1000"));
    assertThatThrownBy(() -> limits(wanted().putUnified("memory.high", "1"), Hosts.v1()))
        .isInstanceOf(FailedPrecondition.class);
    for (String key : List.of("../memory.high", "memory/high", "cgroup.procs", "", "x")) {
      assertThatThrownBy(() -> limits(wanted().putUnified(key, "1"), Hosts.v2()))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageStartingWith("unified");
    }
    assertThatThrownBy(() -> limits(wanted().putUnified("memory.high", "1\n2"), Hosts.v2()))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void theOomScoreIsNoLowerThanTheDaemonMaySet() {
    OomScore own = new OomScore(200);

    assertThat(own.of(wanted().setOomScoreAdj(-997).build())).isEqualTo(200);
    assertThat(own.of(wanted().build())).isEqualTo(200);
    assertThat(own.of(wanted().setOomScoreAdj(500).build())).isEqualTo(500);
    assertThat(new OomScore(-1000).of(wanted().setOomScoreAdj(-997).build())).isEqualTo(-997);
    for (long bad : List.of(-1001L, 1001L, 1L << 40)) {
      assertThatThrownBy(() -> own.of(wanted().setOomScoreAdj(bad).build()))
          .isInstanceOf(InvalidArgument.class);
    }
  }
}
