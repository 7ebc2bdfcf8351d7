package io.crij.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxState;
import io.crij.cri.v1.PodSandboxStatus;
import io.crij.cri.v1.PodSandboxStatusRequest;
import io.crij.cri.v1.PodSandboxStatusResponse;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
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
class PodLifecycleKernelTest {
  private static final Map<String, String> LABELS =
      Map.of("io.kubernetes.pod.name", "kept", "app", "e2e");
  private static final Map<String, String> ANNOTATIONS =
      Map.of("example.com/anything", "with spaces, \"quotes\" and\nlines");

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void aPodIsReadyUntilItIsStoppedAndListedUntilItIsRemoved() {
    long before = nanosNow();
    PodSandboxConfig config =
        crij.pods().config("kept").putAllLabels(LABELS).putAllAnnotations(ANNOTATIONS).build();
    TestPod pod = crij.pods().run(config);

    PodSandboxStatus status = pod.status();
    assertThat(status.getId()).isEqualTo(pod.id()).matches("[0-9a-f]{64}");
    assertThat(status.getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
    assertThat(status.getMetadata()).isEqualTo(config.getMetadata());
    assertThat(status.getLabelsMap()).isEqualTo(LABELS);
    assertThat(status.getAnnotationsMap()).isEqualTo(ANNOTATIONS);
    assertThat(status.getCreatedAt()).isBetween(before, nanosNow());
    assertThat(status.getLinux().getNamespaces().getOptions())
        .isEqualTo(config.getLinux().getSecurityContext().getNamespaceOptions());

    assertThat(crij.node().listPods()).singleElement().satisfies(listed -> sameAs(listed, status));

    pod.stop();
    assertThat(pod.status().getState()).isEqualTo(PodSandboxState.SANDBOX_NOTREADY);
    assertThat(pod.status().getCreatedAt()).isEqualTo(status.getCreatedAt());

    pod.remove();
    assertThat(crij.node().listPods()).isEmpty();
    assertThat(GrpcFailure.of(pod::status).code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  private static void sameAs(PodSandbox listed, PodSandboxStatus status) {
    assertThat(listed.getId()).isEqualTo(status.getId());
    assertThat(listed.getMetadata()).isEqualTo(status.getMetadata());
    assertThat(listed.getState()).isEqualTo(status.getState());
    assertThat(listed.getCreatedAt()).isEqualTo(status.getCreatedAt());
    assertThat(listed.getLabelsMap()).isEqualTo(status.getLabelsMap());
    assertThat(listed.getAnnotationsMap()).isEqualTo(status.getAnnotationsMap());
  }

  @Test
  void verboseStatusHasAnObjectNamedInfo() {
    TestPod pod = crij.pods().run("verbose");
    PodSandboxStatusRequest request =
        PodSandboxStatusRequest.newBuilder().setPodSandboxId(pod.id()).build();
    assertThat(crij.client().runtime().podSandboxStatus(request).getInfoMap()).isEmpty();
    PodSandboxStatusResponse verbose =
        crij.client().runtime().podSandboxStatus(request.toBuilder().setVerbose(true).build());
    assertThat(JsonMapper.shared().readTree(verbose.getInfoOrThrow("info")).isObject()).isTrue();
  }

  @Test
  void stoppingAndRemovingMayBeRepeatedAndMayComeForUnknownPods() {
    TestPod pod = crij.pods().run("repeated");
    pod.stop();
    pod.stop();
    pod.remove();
    pod.remove();
    pod.stop();
    TestPod unknown = crij.pods().existing("0".repeat(64), pod.config());
    unknown.stop();
    unknown.remove();
    assertThat(GrpcFailure.of(unknown::status).code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void stoppingEndsTheContainersAndRemovingTakesThemAway() {
    TestPod pod = crij.pods().run("with-containers");
    pod.create(Containers.waiting("created").build());
    pod.start(Containers.waiting("running").build());
    pod.stop();
    assertThat(pod.containers()).hasSize(2);
    assertThat(pod.status().getState()).isEqualTo(PodSandboxState.SANDBOX_NOTREADY);
    pod.remove();
    assertThat(pod.containers()).isEmpty();
  }

  @Test
  void aRunningPodCanBeRemovedAtOnce() {
    TestPod pod = crij.pods().run("removed");
    pod.start(Containers.waiting("running").build());
    pod.remove();
    assertThat(crij.node().listPods()).isEmpty();
    crij.node().assertNothingLeft();
  }

  @Test
  void metadataAloneMakesAPod() {
    PodSandboxConfig full = crij.pods().config("bare").build();
    TestPod pod =
        crij.pods().run(PodSandboxConfig.newBuilder().setMetadata(full.getMetadata()).build());
    assertThat(pod.status().getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
    assertThat(pod.ip()).startsWith(crij.node().network().subnet());
  }

  @Test
  void aStoppedPodTakesNoContainers() {
    TestPod pod = crij.pods().run("stopped");
    pod.stop();
    GrpcFailure refusal = GrpcFailure.of(() -> pod.create(Containers.waiting("late").build()));
    assertThat(refusal.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(pod.containers()).isEmpty();
  }

  private static long nanosNow() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
