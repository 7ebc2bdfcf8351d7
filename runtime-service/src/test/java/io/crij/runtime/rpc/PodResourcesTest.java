package io.crij.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.LinuxContainerResources;
import org.junit.jupiter.api.Test;

class PodResourcesTest {
  @Test
  void theOverheadComesOnTop() {
    assertThat(
            PodResources.together(
                resources()
                    .setCpuShares(512)
                    .setCpuPeriod(100_000)
                    .setCpuQuota(50_000)
                    .setMemoryLimitInBytes(100 << 20)
                    .build(),
                resources()
                    .setCpuShares(102)
                    .setCpuPeriod(50_000)
                    .setCpuQuota(10_000)
                    .setMemoryLimitInBytes(20 << 20)
                    .build()))
        .isEqualTo(
            resources()
                .setCpuShares(614)
                .setCpuPeriod(100_000)
                .setCpuQuota(70_000)
                .setMemoryLimitInBytes(120 << 20)
                .build());
  }

  @Test
  void anOverheadLimitsNothingThatHasNoLimit() {
    LinuxContainerResources overhead =
        resources().setCpuShares(102).setCpuQuota(10_000).setMemoryLimitInBytes(20 << 20).build();
    LinuxContainerResources unlimited =
        resources().setCpuQuota(-1).setMemoryLimitInBytes(-1).build();

    assertThat(PodResources.together(unlimited, overhead)).isEqualTo(unlimited);
    assertThat(PodResources.together(resources().build(), overhead)).isEqualTo(resources().build());
  }

  private static LinuxContainerResources.Builder resources() {
    return LinuxContainerResources.newBuilder();
  }
}
