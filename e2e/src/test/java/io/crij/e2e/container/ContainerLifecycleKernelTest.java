package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.Container;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.ContainerStatus;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestImages.PushedImage;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(Lifecycle.PER_CLASS)
class ContainerLifecycleKernelTest {
  private static final Map<String, String> LABELS = Map.of("io.kubernetes.container.name", "kept");
  private static final Map<String, String> ANNOTATIONS = Map.of("a/b", "unchanged \"text\"");

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void aContainerGoesFromCreatedThroughRunningToExitedAndIsGoneWhenRemoved() {
    PushedImage image = crij.node().images().get(TestImage.BUSYBOX);
    TestPod pod = crij.pods().run("life");
    long before = nanosNow();
    ContainerConfig.Builder asked =
        Containers.waiting("kept").putAllLabels(LABELS).putAllAnnotations(ANNOTATIONS);
    asked.getMetadataBuilder().setAttempt(3);
    ContainerConfig config = asked.build();
    TestContainer container = pod.create(config);

    ContainerStatus created = container.status();
    assertThat(created.getId()).isEqualTo(container.id()).matches("[0-9a-f]{64}");
    assertThat(created.getState()).isEqualTo(ContainerState.CONTAINER_CREATED);
    assertThat(created.getMetadata()).isEqualTo(config.getMetadata());
    assertThat(created.getLabelsMap()).isEqualTo(LABELS);
    assertThat(created.getAnnotationsMap()).isEqualTo(ANNOTATIONS);
    assertThat(created.getCreatedAt()).isBetween(before, nanosNow());
    assertThat(created.getStartedAt()).isZero();
    assertThat(created.getFinishedAt()).isZero();
    assertThat(created.getImage().getImage()).isEqualTo(image.reference());
    assertThat(created.getImageId()).isEqualTo(image.configDigest());
    assertThat(created.getImageRef()).isEqualTo(image.digestReference());
    assertThat(created.getLogPath())
        .isEqualTo(pod.config().getLogDirectory() + "/" + config.getLogPath());

    container.start();
    ContainerStatus running = container.status();
    assertThat(running.getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
    assertThat(running.getStartedAt()).isBetween(created.getCreatedAt(), nanosNow());
    assertThat(running.getFinishedAt()).isZero();
    assertThat(pod.containers())
        .singleElement()
        .satisfies(listed -> sameAs(listed, running, pod.id()));

    container.stop(20);
    ContainerStatus exited = container.status();
    assertThat(exited.getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
    assertThat(exited.getFinishedAt()).isBetween(running.getStartedAt(), nanosNow());
    assertThat(exited.getExitCode()).isZero();
    assertThat(exited.getReason()).isEqualTo("Completed");

    container.remove();
    assertThat(pod.containers()).isEmpty();
    assertThat(GrpcFailure.of(container::status).code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  private static void sameAs(Container listed, ContainerStatus status, String podId) {
    assertThat(listed.getId()).isEqualTo(status.getId());
    assertThat(listed.getPodSandboxId()).isEqualTo(podId);
    assertThat(listed.getMetadata()).isEqualTo(status.getMetadata());
    assertThat(listed.getState()).isEqualTo(status.getState());
    assertThat(listed.getCreatedAt()).isEqualTo(status.getCreatedAt());
    assertThat(listed.getLabelsMap()).isEqualTo(status.getLabelsMap());
    assertThat(listed.getAnnotationsMap()).isEqualTo(status.getAnnotationsMap());
    assertThat(listed.getImage()).isEqualTo(status.getImage());
    assertThat(listed.getImageRef()).isEqualTo(status.getImageRef());
    assertThat(listed.getImageId()).isEqualTo(status.getImageId());
  }

  @Test
  void aContainerIsRemovedInWhateverStateItIs() {
    TestPod pod = crij.pods().run("any-state");
    TestContainer created = pod.create(Containers.waiting("created").build());
    TestContainer running = pod.start(Containers.waiting("running").build());
    TestContainer exited = pod.start(Containers.shell("exited", "exit 3").build());
    exited.awaitExit();
    created.remove();
    running.remove();
    exited.remove();
    assertThat(pod.containers()).isEmpty();
  }

  @Test
  void stoppingAndRemovingMayBeRepeatedAndMayComeForUnknownContainers() {
    TestPod pod = crij.pods().run("repeated");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    container.stop(10);
    container.stop(10);
    container.remove();
    container.remove();
    container.stop(0);
    TestContainer unknown = new TestContainer(pod.client(), "0".repeat(64));
    unknown.stop(0);
    unknown.remove();
    assertThat(GrpcFailure.of(unknown::status).code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(GrpcFailure.of(unknown::start).code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void aContainerIsStartedOnce() {
    TestPod pod = crij.pods().run("once");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    int pid = container.pid();
    // Whoever lost the first answer asks again.
    container.start();
    assertThat(container.pid()).isEqualTo(pid);
    container.stop(10);
    assertThat(GrpcFailure.of(container::start).code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(container.status().getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
  }

  @Test
  void verboseStatusHasAnObjectNamedInfoWithTheProcess() {
    TestPod pod = crij.pods().run("verbose");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    assertThat(container.pid()).isPositive();
    assertThat(ProcessHandle.of(container.pid())).isPresent();
    assertThat(JsonMapper.shared().readTree(container.info()).isObject()).isTrue();
  }

  @Test
  void theNextAttemptOfAContainerStandsBesideTheLast() {
    TestPod pod = crij.pods().run("attempts");
    pod.start(Containers.shell("again", "exit 1").build()).awaitExit();
    ContainerConfig.Builder second = Containers.waiting("again").setLogPath("again-1.log");
    second.getMetadataBuilder().setAttempt(1);
    pod.start(second.build());
    assertThat(pod.containers())
        .extracting(container -> container.getMetadata().getAttempt())
        .containsExactlyInAnyOrder(0, 1);
  }

  private static long nanosNow() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
