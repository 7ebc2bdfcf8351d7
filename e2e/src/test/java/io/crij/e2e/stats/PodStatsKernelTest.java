package io.crij.e2e.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.LinuxPodSandboxStats;
import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxStats;
import io.crij.cri.v1.PodSandboxStatsFilter;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.PodHttp;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class PodStatsKernelTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final PodSandboxStatsFilter ALL = PodSandboxStatsFilter.getDefaultInstance();

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final StatsClient stats = new StatsClient(() -> crij.client());
  private final PodHttp http = new PodHttp();

  @BeforeAll
  void pullWeb() {
    crij.node().keep(TestImage.WEB);
  }

  @Test
  void aPodIsItsWholeControlGroup() {
    TestPod pod = crij.pods().run("whole");
    TestContainer first = pod.start(Containers.waiting("first").build());
    TestContainer second = pod.start(Containers.waiting("second").build());
    PodSandboxStats told = stats.pod(pod.id());
    assertThat(told.getAttributes().getMetadata()).isEqualTo(pod.config().getMetadata());
    LinuxPodSandboxStats linux = told.getLinux();
    assertThat(linux.getContainersList())
        .extracting(each -> each.getAttributes().getId())
        .containsExactlyInAnyOrder(first.id(), second.id());
    long cpuOfContainers =
        linux.getContainersList().stream()
            .mapToLong(each -> each.getCpu().getUsageCoreNanoSeconds().getValue())
            .sum();
    assertThat(linux.getCpu().getUsageCoreNanoSeconds().getValue())
        .isGreaterThanOrEqualTo(cpuOfContainers);
    assertThat(linux.getMemory().getUsageBytes().getValue()).isPositive();
    // A shell and its sleep in each of the two, and their monitors.
    awaitProcesses(pod, 6);
    second.stop(5);
    awaitProcesses(pod, 3);
  }

  private void awaitProcesses(TestPod pod, long count) {
    Await.until(
        count + " processes",
        SOON,
        () -> stats.pod(pod.id()).getLinux().getProcess().getProcessCount().getValue() == count);
  }

  @Test
  void trafficOfThePodIsCountedAtItsInterface() {
    TestPod pod = crij.pods().run("web");
    pod.start(Containers.of(TestImage.WEB, "web").build());
    http.get(pod.ip(), 80);
    var before = stats.pod(pod.id()).getLinux().getNetwork();
    assertThat(before.getDefaultInterface().getName()).isEqualTo("eth0");
    assertThat(before.getInterfacesList()).isEmpty();
    assertThat(before.getDefaultInterface().getTxBytes().getValue()).isPositive();
    http.get(pod.ip(), 80);
    var after = stats.pod(pod.id()).getLinux().getNetwork();
    assertThat(after.getDefaultInterface().getRxBytes().getValue())
        .isGreaterThan(before.getDefaultInterface().getRxBytes().getValue());
    assertThat(after.getDefaultInterface().getTxBytes().getValue())
        .isGreaterThan(before.getDefaultInterface().getTxBytes().getValue());
  }

  @Test
  void aPodInTheNodesNetworkHasNoTrafficOfItsOwn() {
    PodSandboxConfig config =
        crij.pods()
            .config(
                "node-network",
                NamespaceOption.newBuilder()
                    .setNetwork(NamespaceMode.NODE)
                    .setPid(NamespaceMode.CONTAINER)
                    .build())
            .build();
    LinuxPodSandboxStats linux = stats.pod(crij.pods().run(config).id()).getLinux();
    assertThat(linux.hasNetwork()).isFalse();
    assertThat(linux.hasMemory()).isTrue();
  }

  @Test
  void podsInOneControlGroupHaveTheNumbersOfTheirContainers() {
    String parent = crij.node().setup().cgroup() + "/shared";
    TestPod one = crij.pods().run(in(parent, "one"));
    TestPod other = crij.pods().run(in(parent, "other"));
    one.start(Containers.waiting("shell").build());
    LinuxPodSandboxStats busy = stats.pod(one.id()).getLinux();
    assertThat(busy.getCpu()).isEqualTo(busyCpu(busy));
    assertThat(busy.getMemory().getUsageBytes())
        .isEqualTo(busy.getContainers(0).getMemory().getUsageBytes());
    assertThat(busy.getProcess().getProcessCount().getValue()).isBetween(1L, 2L);
    LinuxPodSandboxStats idle = stats.pod(other.id()).getLinux();
    assertThat(idle.hasCpu()).isFalse();
    assertThat(idle.getProcess().getProcessCount().getValue()).isZero();
  }

  private static io.crij.cri.v1.CpuUsage busyCpu(LinuxPodSandboxStats busy) {
    return busy.getContainers(0).getCpu().toBuilder().clearPsi().build();
  }

  private PodSandboxConfig in(String parent, String name) {
    PodSandboxConfig.Builder config = crij.pods().config(name);
    config.getLinuxBuilder().setCgroupParent(parent);
    return config.build();
  }

  @Test
  void filtersMeanAllOfTheirConditionsAndStoppedPodsAreNotListed() {
    TestPod one = crij.pods().run(crij.pods().config("one").putLabels("kind", "x").build());
    TestPod two = crij.pods().run(crij.pods().config("two").putLabels("kind", "y").build());
    TestPod stopped = crij.pods().run(crij.pods().config("three").putLabels("kind", "x").build());
    stopped.stop();
    assertThat(listed(ALL)).containsExactly(one.id(), two.id());
    PodSandboxStatsFilter.Builder filter =
        PodSandboxStatsFilter.newBuilder().putLabelSelector("kind", "x");
    assertThat(listed(filter.build())).containsExactly(one.id());
    assertThat(listed(filter.setId(two.id()).build())).isEmpty();
    assertThat(listed(PodSandboxStatsFilter.newBuilder().setId(two.id()).build()))
        .containsExactly(two.id());
    assertThat(stats.pod(stopped.id()).getAttributes().getId()).isEqualTo(stopped.id());
    assertThat(stats.pod(stopped.id()).getLinux().hasNetwork()).isFalse();
  }

  private List<String> listed(PodSandboxStatsFilter filter) {
    List<String> listed = ids(stats.pods(filter));
    assertThat(ids(stats.streamedPods(filter))).isEqualTo(listed);
    return listed;
  }

  private static List<String> ids(List<PodSandboxStats> all) {
    return all.stream().map(each -> each.getAttributes().getId()).toList();
  }

  @Test
  void anEmptyIdIsWrongAndNotUnimplemented() {
    assertThat(GrpcFailure.of(() -> stats.pod("")).code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(GrpcFailure.of(() -> stats.pod("0123456789")).code())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void statsGoOnAfterARestartOfTheDaemon() {
    TestPod pod = crij.pods().run("restart");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    long before = cpu(pod);
    crij.node().daemon().terminate();
    crij.node().daemon().start();
    assertThat(cpu(pod)).isGreaterThanOrEqualTo(before);
    assertThat(Optional.of(stats.container(container.id())).filter(each -> each.hasMemory()))
        .isPresent();
  }

  private long cpu(TestPod pod) {
    return stats.pod(pod.id()).getLinux().getCpu().getUsageCoreNanoSeconds().getValue();
  }
}
