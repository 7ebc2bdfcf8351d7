package io.crij.e2e.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerStats;
import io.crij.cri.v1.ContainerStatsFilter;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Cgroups;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class ContainerStatsKernelTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final long LIMIT = 64 << 20;
  private static final String WORK = "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done";
  private static final ContainerStatsFilter ALL = ContainerStatsFilter.getDefaultInstance();

  @RegisterExtension
  private final SharedNode crij =
      SharedNode.with(
          setup ->
              setup.withConfiguration(
                  """
                  crij.stats.layer_count_period = "500ms"
                  crij.stats.layer_count_cpu_percent = 50
                  """));

  private final StatsClient stats = new StatsClient(() -> crij.client());

  @Test
  void attributesComeBackAsTheyWereGiven() {
    TestPod pod = crij.pods().run("attributes");
    ContainerConfig config =
        Containers.waiting("told").putLabels("a", "b").putAnnotations("c", "d").build();
    String id = pod.start(config).id();
    ContainerStats told = stats.container(id);
    assertThat(told.getAttributes().getId()).isEqualTo(id);
    assertThat(told.getAttributes().getMetadata()).isEqualTo(config.getMetadata());
    assertThat(told.getAttributes().getLabelsMap()).containsEntry("a", "b");
    assertThat(told.getAttributes().getAnnotationsMap()).containsEntry("c", "d");
  }

  @Test
  void processorTimeGrowsByWorkAndIsTheKernels() {
    TestContainer container = waiting("cpu");
    ContainerStats first = stats.container(container.id());
    container.shell(WORK);
    ContainerStats second = stats.container(container.id());
    long grown =
        second.getCpu().getUsageCoreNanoSeconds().getValue()
            - first.getCpu().getUsageCoreNanoSeconds().getValue();
    assertThat(grown).isGreaterThan(1_000_000);
    assertThat(second.getCpu().getTimestamp()).isGreaterThan(first.getCpu().getTimestamp());
    assertThat(second.getCpu().getUsageNanoCores().getValue()).isPositive();
    if (Cgroups.isVersion1()) {
      long kernels = Long.parseLong(Cgroups.value(container.pid(), "cpuacct", "cpuacct.usage"));
      assertThat(second.getCpu().getUsageCoreNanoSeconds().getValue()).isLessThanOrEqualTo(kernels);
    }
  }

  @Test
  void memoryAndWhatIsLeftOfIt() {
    ContainerConfig.Builder config =
        Containers.shell(
            "memory", "x=$(head -c 8000000 /dev/zero | tr '\\0' x); " + Containers.WAIT);
    config
        .getLinuxBuilder()
        .setResources(
            LinuxContainerResources.newBuilder()
                .setMemoryLimitInBytes(LIMIT)
                .setMemorySwapLimitInBytes(LIMIT));
    String id = crij.pods().run("memory").start(config.build()).id();
    ContainerStats told =
        Await.value(
            "8 MB of memory",
            SOON,
            () ->
                Optional.of(stats.container(id))
                    .filter(each -> each.getMemory().getRssBytes().getValue() > 8_000_000));
    var memory = told.getMemory();
    assertThat(memory.getUsageBytes().getValue()).isBetween(8_000_000L, LIMIT);
    assertThat(memory.getWorkingSetBytes().getValue())
        .isBetween(8_000_000L, memory.getUsageBytes().getValue());
    assertThat(memory.getAvailableBytes().getValue())
        .isEqualTo(LIMIT - memory.getWorkingSetBytes().getValue());
    assertThat(memory.getPageFaults().getValue()).isPositive();
    assertThat(told.getSwap().getSwapUsageBytes().getValue()).isZero();
    assertThat(told.getSwap().getSwapAvailableBytes().getValue()).isZero();
  }

  @Test
  void withoutALimitNothingIsSaidToBeAvailable() {
    ContainerStats told = stats.container(waiting("unlimited").id());
    assertThat(told.getMemory().hasUsageBytes()).isTrue();
    assertThat(told.getMemory().hasAvailableBytes()).isFalse();
  }

  @Test
  void stallsOfTheContainerWhereTheKernelCountsThem() {
    String id = waiting("stalls").id();
    boolean counted = java.nio.file.Files.exists(java.nio.file.Path.of("/proc/pressure/cpu"));
    ContainerStats told = stats.container(id);
    assertThat(told.getCpu().hasPsi()).isEqualTo(counted);
    assertThat(told.getMemory().hasPsi()).isEqualTo(counted);
    assertThat(told.getIo().hasPsi()).isEqualTo(counted);
  }

  @Test
  void whatAContainerWritesIsCountedSoonAndWhatItDeletesTakenAway() {
    TestContainer container = waiting("writer");
    container.shell("head -c 3000000 /dev/urandom >/large; mkdir /d; ln -s /proc/kcore /d/link");
    ContainerStats full = awaitLayer(container, 3_000_000, Long.MAX_VALUE);
    assertThat(full.getWritableLayer().getUsedBytes().getValue()).isLessThan(4_000_000);
    assertThat(full.getWritableLayer().getInodesUsed().getValue()).isGreaterThanOrEqualTo(4);
    assertThat(full.getWritableLayer().getFsId().getMountpoint())
        .isEqualTo(crij.node().setup().root().toString());
    container.shell("rm /large");
    awaitLayer(container, 1, 1_000_000);
  }

  @Test
  void theCountOfAnIdleContainerStaysTrueAndSaysSo() {
    TestContainer container =
        crij.pods().run("idle").start(Containers.shell("idle", "exec sleep 10000").build());
    long first = awaitLayer(container, 0, Long.MAX_VALUE).getWritableLayer().getTimestamp();
    Await.until(
        "a later count",
        SOON,
        () -> stats.container(container.id()).getWritableLayer().getTimestamp() > first);
  }

  @Test
  void onlyRunningContainersAreListedAndAnEndedOneHasItsLayer() {
    TestPod pod = crij.pods().run("states");
    TestContainer ended = pod.start(Containers.shell("ended", "echo x >/x").build());
    ended.awaitExit();
    TestContainer created = pod.create(Containers.waiting("created").build());
    TestContainer running = pod.start(Containers.waiting("running").build());
    assertThat(ids(stats.containers(ALL)))
        .contains(running.id())
        .doesNotContain(ended.id(), created.id());
    ContainerStats told = awaitLayer(ended, 1, Long.MAX_VALUE);
    assertThat(told.hasCpu()).isFalse();
    assertThat(told.hasMemory()).isFalse();
  }

  @Test
  void filtersMeanAllOfTheirConditions() {
    TestPod one = crij.pods().run("one");
    TestPod other = crij.pods().run("other");
    String first = one.start(labelled("first", "x")).id();
    String second = one.start(labelled("second", "y")).id();
    String third = other.start(labelled("third", "x")).id();
    ContainerStatsFilter.Builder filter = ContainerStatsFilter.newBuilder();
    assertThat(listed(filter)).contains(first, second, third);
    assertThat(listed(filter.setPodSandboxId(one.id()))).containsExactlyInAnyOrder(first, second);
    assertThat(listed(filter.putLabelSelector("kind", "x"))).containsExactly(first);
    assertThat(listed(filter.setId(first.substring(0, 20)))).containsExactly(first);
    assertThat(listed(filter.setId(third))).isEmpty();
  }

  @Test
  void anUnknownContainerIsNotFoundAndAnEmptyIdIsWrong() {
    assertThat(GrpcFailure.of(() -> stats.container("0123456789")).code())
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(GrpcFailure.of(() -> stats.container("")).code())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private List<String> listed(ContainerStatsFilter.Builder filter) {
    List<String> listed = ids(stats.containers(filter.build()));
    assertThat(ids(stats.streamedContainers(filter.build()))).isEqualTo(listed);
    return listed;
  }

  private static List<String> ids(List<ContainerStats> all) {
    return all.stream().map(each -> each.getAttributes().getId()).toList();
  }

  private static ContainerConfig labelled(String name, String kind) {
    return Containers.waiting(name).putLabels("kind", kind).build();
  }

  private TestContainer waiting(String name) {
    return crij.pods().run(name).start(Containers.waiting(name).build());
  }

  private ContainerStats awaitLayer(TestContainer container, long least, long most) {
    return Await.value(
        "a count of " + least + " to " + most + " bytes",
        SOON,
        () ->
            Optional.of(stats.container(container.id()))
                .filter(ContainerStats::hasWritableLayer)
                .filter(
                    told -> {
                      long bytes = told.getWritableLayer().getUsedBytes().getValue();
                      return bytes >= least && bytes <= most;
                    }));
  }
}
