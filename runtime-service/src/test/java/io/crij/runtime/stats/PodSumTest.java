package io.crij.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerStats;
import io.crij.cri.v1.LinuxPodSandboxStats;
import io.crij.linux.usage.MemoryLimits;
import io.crij.linux.usage.MemoryUsage;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PodSumTest {
  private static ContainerStats container(long timestamp, long cpu, long memory) {
    MemoryUsage usage =
        new MemoryUsage(memory, memory / 4, memory / 2, 0, 0, OptionalLong.empty(), 3, 1);
    MemoryLimits none = new MemoryLimits(OptionalLong.empty(), OptionalLong.empty());
    return ContainerStats.newBuilder()
        .setCpu(CriUsage.cpu(timestamp, cpu, OptionalLong.of(cpu / 2), Optional.empty()))
        .setMemory(CriUsage.memory(timestamp, usage, none, Optional.empty()))
        .build();
  }

  @Test
  void containersTogetherAsOfTheOldest() {
    LinuxPodSandboxStats.Builder pod =
        LinuxPodSandboxStats.newBuilder()
            .addContainers(container(20, 100, 4000))
            .addContainers(container(10, 50, 400))
            .addContainers(ContainerStats.getDefaultInstance());
    PodSum.addTo(pod);
    assertThat(pod.getCpu().getTimestamp()).isEqualTo(10);
    assertThat(pod.getCpu().getUsageCoreNanoSeconds().getValue()).isEqualTo(150);
    assertThat(pod.getCpu().getUsageNanoCores().getValue()).isEqualTo(75);
    assertThat(pod.getMemory().getTimestamp()).isEqualTo(10);
    assertThat(pod.getMemory().getUsageBytes().getValue()).isEqualTo(4400);
    assertThat(pod.getMemory().getWorkingSetBytes().getValue()).isEqualTo(3300);
    assertThat(pod.getMemory().getPageFaults().getValue()).isEqualTo(6);
    assertThat(pod.getMemory().hasAvailableBytes()).isFalse();
  }

  @Test
  void withoutContainersThereIsNothing() {
    LinuxPodSandboxStats.Builder pod = LinuxPodSandboxStats.newBuilder();
    PodSum.addTo(pod);
    assertThat(pod.build()).isEqualTo(LinuxPodSandboxStats.getDefaultInstance());
  }
}
