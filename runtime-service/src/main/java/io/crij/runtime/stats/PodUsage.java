package io.crij.runtime.stats;

import io.crij.cri.v1.LinuxPodSandboxStats;
import io.crij.cri.v1.NetworkInterfaceUsage;
import io.crij.cri.v1.PodSandboxAttributes;
import io.crij.cri.v1.PodSandboxMetadata;
import io.crij.cri.v1.PodSandboxStats;
import io.crij.cri.v1.ProcessUsage;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.usage.GroupUsage;
import io.crij.linux.usage.InterfaceCounters;
import io.crij.linux.usage.MemoryUsage;
import io.crij.linux.usage.NetworkUsage;
import io.crij.linux.usage.PressureKind;
import io.crij.runtime.container.Container;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.SandboxMetadata;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CRI {@code PodSandboxStats}: the pod's group as a whole, its network, its containers. */
final class PodUsage {
  private static final Logger log = LoggerFactory.getLogger(PodUsage.class);

  /** As CNI calls the interface that it makes first; the kubelet shows that one. */
  private static final String DEFAULT_INTERFACE = "eth0";

  private final GroupUsage usage;
  private final Cgroups cgroups;
  private final CpuRates rates;
  private final ContainerUsage containers;
  private final Clock clock;

  PodUsage(GroupUsage usage, CpuRates rates, ContainerUsage containers, StatsParts parts) {
    this.usage = usage;
    this.cgroups = parts.cgroups();
    this.rates = rates;
    this.containers = containers;
    this.clock = parts.clock();
  }

  /**
   * @param running its containers that run
   * @param ownGroup whether the numbers of its control group are those of this pod alone
   * @param network empty for a pod in the node's network
   */
  PodSandboxStats of(
      Sandbox pod, List<Container> running, boolean ownGroup, Optional<NetworkUsage> network) {
    LinuxPodSandboxStats.Builder linux = LinuxPodSandboxStats.newBuilder();
    running.forEach(container -> linux.addContainers(containers.of(container)));
    network.ifPresent(counters -> addNetwork(linux, counters));
    try {
      if (ownGroup) {
        addGroup(linux, pod);
      } else {
        PodSum.addTo(linux);
      }
      addProcesses(linux, pod, running, ownGroup);
    } catch (IOException e) {
      log.warn("what {} uses was not read", pod.text(), e);
    }
    return PodSandboxStats.newBuilder().setAttributes(attributes(pod)).setLinux(linux).build();
  }

  private static PodSandboxAttributes attributes(Sandbox pod) {
    SandboxMetadata metadata = pod.config().metadata();
    return PodSandboxAttributes.newBuilder()
        .setId(pod.id())
        .setMetadata(
            PodSandboxMetadata.newBuilder()
                .setName(metadata.name())
                .setUid(metadata.uid())
                .setNamespace(metadata.namespace())
                .setAttempt(metadata.attempt()))
        .putAllLabels(pod.config().labels())
        .putAllAnnotations(pod.config().annotations())
        .build();
  }

  private void addGroup(LinuxPodSandboxStats.Builder linux, Sandbox pod) throws IOException {
    CgroupPath group = pod.places().cgroupParent();
    OptionalLong cpu = usage.cpuNanos(group);
    if (cpu.isPresent()) {
      Instant now = clock.instant();
      Duration age = Duration.between(pod.createdAt(), now);
      linux.setCpu(
          CriUsage.cpu(
              Timestamps.nanos(now),
              cpu.getAsLong(),
              rates.nanoCores(pod.id(), cpu.getAsLong(), age),
              usage.pressure(group, PressureKind.CPU)));
    }
    Optional<MemoryUsage> memory = usage.memory(group);
    if (memory.isPresent()) {
      linux.setMemory(
          CriUsage.memory(
              now(),
              memory.get(),
              usage.memoryLimits(group),
              usage.pressure(group, PressureKind.MEMORY)));
    }
    usage.pressure(group, PressureKind.IO).ifPresent(io -> linux.setIo(CriUsage.io(now(), io)));
  }

  private void addProcesses(
      LinuxPodSandboxStats.Builder linux, Sandbox pod, List<Container> running, boolean ownGroup)
      throws IOException {
    long count = 0;
    if (ownGroup) {
      count = cgroups.members(pod.places().cgroupParent()).size();
    } else {
      for (Container container : running) {
        count += cgroups.members(container.cgroup()).size();
      }
    }
    linux.setProcess(
        ProcessUsage.newBuilder().setTimestamp(now()).setProcessCount(CriUsage.value(count)));
  }

  private void addNetwork(LinuxPodSandboxStats.Builder linux, NetworkUsage network) {
    List<InterfaceCounters> all = network.interfaces();
    Optional<InterfaceCounters> main =
        all.stream()
            .filter(each -> each.name().equals(DEFAULT_INTERFACE))
            .findFirst()
            .or(() -> all.stream().findFirst());
    io.crij.cri.v1.NetworkUsage.Builder shown =
        io.crij.cri.v1.NetworkUsage.newBuilder().setTimestamp(now());
    main.ifPresent(each -> shown.setDefaultInterface(counters(each)));
    all.stream()
        .filter(each -> !main.equals(Optional.of(each)))
        .forEach(each -> shown.addInterfaces(counters(each)));
    linux.setNetwork(shown);
  }

  private static NetworkInterfaceUsage counters(InterfaceCounters counters) {
    return NetworkInterfaceUsage.newBuilder()
        .setName(counters.name())
        .setRxBytes(CriUsage.value(counters.received().bytes()))
        .setRxErrors(CriUsage.value(counters.received().errors()))
        .setTxBytes(CriUsage.value(counters.sent().bytes()))
        .setTxErrors(CriUsage.value(counters.sent().errors()))
        .build();
  }

  private long now() {
    return Timestamps.nanos(clock.instant());
  }
}
