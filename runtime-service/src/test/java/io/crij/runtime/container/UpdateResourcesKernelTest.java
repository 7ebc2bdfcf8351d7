package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.LinuxContainerResources;
import io.crij.linux.cgroup.CgroupFile;
import io.crij.linux.cgroup.CgroupHost;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.runtime.testing.TestHost;
import io.crij.runtime.testing.TestPod;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateResourcesKernelTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;
  private TestHost host;
  private TestPod pod;
  private String id;

  @BeforeEach
  void prepare() throws Exception {
    host = TestHost.withBusybox(directory);
    pod = TestPod.run(host, "web");
    id = pod.start("app", "sleep 1000");
  }

  @AfterEach
  void leaveNothing() throws Exception {
    pod.remove();
    host.requireEmpty();
    host.wipe();
  }

  @Test
  void theKernelHasTheNewLimitsAndTheStatusSaysSo() throws Exception {
    LinuxContainerResources wanted =
        LinuxContainerResources.newBuilder()
            .setCpuShares(512)
            .setCpuPeriod(50_000)
            .setCpuQuota(25_000)
            .setCpusetCpus("0")
            .setMemoryLimitInBytes(64 * MIB)
            .build();

    update(wanted);

    assertThat(v1("cpu", "cpu.shares")).isEqualTo("512");
    assertThat(v1("cpu", "cpu.cfs_quota_us")).isEqualTo("25000");
    assertThat(v1("cpu", "cpu.cfs_period_us")).isEqualTo("50000");
    assertThat(v1("cpuset", "cpuset.cpus")).isEqualTo("0");
    assertThat(v1("memory", "memory.limit_in_bytes")).isEqualTo(Long.toString(64 * MIB));
    assertThat(shown()).isEqualTo(wanted);
  }

  @Test
  void whatIsNotSpecifiedStaysAsItIs() throws Exception {
    update(resources().setMemoryLimitInBytes(64 * MIB).setCpuQuota(20_000).build());
    update(resources().setCpuQuota(40_000).build());

    assertThat(v1("cpu", "cpu.cfs_quota_us")).isEqualTo("40000");
    assertThat(shown())
        .isEqualTo(resources().setMemoryLimitInBytes(64 * MIB).setCpuQuota(40_000).build());
    update(resources().setMemoryLimitInBytes(128 * MIB).setCpuQuota(-1).build());
    assertThat(v1("memory", "memory.limit_in_bytes")).isEqualTo(Long.toString(128 * MIB));
    assertThat(v1("cpu", "cpu.cfs_quota_us")).isEqualTo("-1");
    assertThat(shown())
        .isEqualTo(resources().setMemoryLimitInBytes(128 * MIB).setCpuQuota(-1).build());
  }

  @Test
  void aRestartKeepsWhatIsInForce() throws Exception {
    update(resources().setCpuShares(300).setMemoryLimitInBytes(64 * MIB + 5).build());

    pod = pod.in(host.start(Failpoints.NONE));

    assertThat(shown())
        .isEqualTo(resources().setCpuShares(300).setMemoryLimitInBytes(64 * MIB + 5).build());
  }

  /** What the kernel refuses leaves all as it was, also what it had taken before. */
  @Test
  void allOfItOrNothing() throws Exception {
    update(resources().setCpuShares(300).setMemoryLimitInBytes(64 * MIB).build());
    pod.exec(id, "dd if=/dev/zero of=/dev/shm/fill bs=1M count=40 2>/dev/null");

    assertThatThrownBy(
            () -> update(resources().setCpuShares(700).setMemoryLimitInBytes(13 * MIB).build()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("were not changed");

    assertThat(v1("cpu", "cpu.shares")).isEqualTo("300");
    assertThat(v1("memory", "memory.limit_in_bytes")).isEqualTo(Long.toString(64 * MIB));
    assertThat(shown().getCpuShares()).isEqualTo(300);
  }

  @Test
  void whatCannotBeRightIsRefused() throws Exception {
    assertThatThrownBy(() -> update(resources().setCpuShares(1).build()))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> update(resources().setCpusetCpus("0,9999").build()))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> update(resources().setMemoryLimitInBytes(1).build()))
        .isInstanceOf(InvalidArgument.class);
    assertThat(shown()).isEqualTo(LinuxContainerResources.getDefaultInstance());
  }

  @Test
  void whoHasEndedIsNotChanged() throws Exception {
    TestPod.get(pod.containers().stop(id, java.time.Duration.ZERO));
    assertThatThrownBy(() -> update(resources().setCpuShares(300).build()))
        .isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void everybodyInTheContainerGetsTheNewOomScore() throws Exception {
    update(resources().setOomScoreAdj(777).build());
    assertThat(pod.exec(id, "cat /proc/1/oom_score_adj").stdout().toStringUtf8())
        .isEqualTo("777\n");
  }

  private void update(LinuxContainerResources wanted) throws Exception {
    TestPod.get(pod.containers().updateResources(id, wanted));
  }

  private LinuxContainerResources shown() {
    return pod.containers().require(id).config().getLinux().getResources();
  }

  private static LinuxContainerResources.Builder resources() {
    return LinuxContainerResources.newBuilder();
  }

  private String v1(String controller, String file) throws Exception {
    CgroupHost cgroups = CgroupHost.detect();
    Assumptions.assumeFalse(cgroups.isV2(), "the files are those of cgroup v1");
    String group = pod.containers().require(id).cgroup().path();
    return CgroupFile.read(
            cgroups.hierarchyOf(controller).orElseThrow().resolve(group.substring(1)).resolve(file))
        .orElseThrow();
  }
}
