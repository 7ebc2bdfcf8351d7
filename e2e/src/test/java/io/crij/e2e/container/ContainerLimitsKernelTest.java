package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.e2e.harness.Cgroups;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class ContainerLimitsKernelTest {
  private static final LinuxContainerResources LIMITS =
      LinuxContainerResources.newBuilder()
          .setCpuPeriod(100000)
          .setCpuQuota(20000)
          .setCpuShares(512)
          .setMemoryLimitInBytes(64 << 20)
          .setMemorySwapLimitInBytes(64 << 20)
          .setCpusetCpus("0")
          .build();

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void limitsAreInTheContainersCgroupAndInItsStatus() {
    TestContainer container = limited(LIMITS);
    int pid = container.pid();
    if (Cgroups.isVersion1()) {
      assertThat(Cgroups.value(pid, "cpu", "cpu.cfs_quota_us")).isEqualTo("20000");
      assertThat(Cgroups.value(pid, "cpu", "cpu.cfs_period_us")).isEqualTo("100000");
      assertThat(Cgroups.value(pid, "cpu", "cpu.shares")).isEqualTo("512");
      assertThat(Cgroups.value(pid, "memory", "memory.limit_in_bytes")).isEqualTo("67108864");
      assertThat(Cgroups.value(pid, "cpuset", "cpuset.cpus")).isEqualTo("0");
    } else {
      assertThat(Cgroups.value(pid, "", "cpu.max")).isEqualTo("20000 100000");
      assertThat(Cgroups.value(pid, "", "memory.max")).isEqualTo("67108864");
    }
    LinuxContainerResources told = container.status().getResources().getLinux();
    assertThat(told.getCpuQuota()).isEqualTo(20000);
    assertThat(told.getCpuPeriod()).isEqualTo(100000);
    assertThat(told.getCpuShares()).isEqualTo(512);
    assertThat(told.getMemoryLimitInBytes()).isEqualTo(64 << 20);
  }

  @Test
  void aContainerWithoutLimitsHasNone() {
    int pid = limited(LinuxContainerResources.getDefaultInstance()).pid();
    if (Cgroups.isVersion1()) {
      assertThat(Cgroups.value(pid, "cpu", "cpu.cfs_quota_us")).isEqualTo("-1");
      assertThat(Long.parseLong(Cgroups.value(pid, "memory", "memory.limit_in_bytes")))
          .isGreaterThan(1L << 50);
    } else {
      assertThat(Cgroups.value(pid, "", "memory.max")).isEqualTo("max");
    }
  }

  @Test
  void containersAndTheirMonitorsAreBelowTheCgroupThatThePodWasGiven() {
    TestPod pod = crij.pods().run("parent");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    String parent = pod.config().getLinux().getCgroupParent();
    assertThat(Cgroups.path(container.pid(), "memory")).startsWith(parent + "/");
    assertThat(Cgroups.path(container.pid(), "cpu")).startsWith(parent + "/");
  }

  @Test
  void withoutAGivenCgroupThePodGetsOneThatGoesWithIt() {
    var config = crij.pods().config("no-parent");
    config.getLinuxBuilder().clearCgroupParent();
    TestPod pod = crij.pods().run(config.build());
    TestContainer container = pod.start(Containers.waiting("shell").build());
    String path = Cgroups.path(container.pid(), "memory");
    assertThat(path).contains(pod.id());
    pod.remove();
    for (Path hierarchy : Cgroups.hierarchies()) {
      assertThat(hierarchy.resolve(path.substring(1)).getParent()).doesNotExist();
    }
  }

  @Test
  void anExecIsInTheContainersCgroup() {
    TestContainer container = limited(LIMITS);
    // Seen from the container's own cgroup namespace, a cgroup outside of it begins with /..
    assertThat(container.shell("cat /proc/self/cgroup").lines())
        .isNotEmpty()
        .noneMatch(line -> line.contains(":/.."));
  }

  @Test
  void theChanceToBeKilledFirstIsAsAskedWhereTheHostAllowsIt() throws IOException {
    int pid = limited(LIMITS.toBuilder().setOomScoreAdj(700).build()).pid();
    assertThat(oomScoreAdj(pid)).isEqualTo(700);
    int precious = limited(LIMITS.toBuilder().setOomScoreAdj(-997).build()).pid();
    assertThat(oomScoreAdj(precious)).isBetween(-997, oomScoreAdj(crij.node().daemon().pid()));
  }

  private static int oomScoreAdj(long pid) throws IOException {
    return Integer.parseInt(
        Files.readString(Path.of("/proc", Long.toString(pid), "oom_score_adj")).strip());
  }

  private TestContainer limited(LinuxContainerResources limits) {
    ContainerConfig.Builder config = Containers.waiting("limited");
    config.getLinuxBuilder().setResources(limits);
    return crij.pods().run("limits").start(config.build());
  }
}
