package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.cri.v1.PodSandbox;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.Handlers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same life under each OCI runtime. */
@TestInstance(Lifecycle.PER_CLASS)
class RuntimesKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aContainerLivesAndDies(String handler) {
    assumeThat(Handlers.whyNot(handler)).isEmpty();
    TestPod pod = crij.pods().run(crij.pods().config("life").build(), handler);
    assertThat(pod.status().getRuntimeHandler()).isEqualTo(handler);
    assertThat(crij.node().listPods())
        .extracting(PodSandbox::getRuntimeHandler)
        .containsExactly(handler);

    TestContainer container = pod.start(Containers.waiting("shell").build());
    assertThat(container.shell("echo from $(hostname)")).isEqualTo("from life");
    assertThat(container.exec("sh", "-c", "exit 3").exitCode()).isEqualTo(3);
    assertThat(
            GrpcFailure.of(() -> container.execWithin(Duration.ofSeconds(1), "sleep", "60")).code())
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    container.stop(20);
    assertThat(container.status().getExitCode()).isZero();

    ContainerStatus exited =
        pod.start(Containers.shell("fails", "echo to the log; exit 9").build()).awaitExit();
    assertThat(exited.getExitCode()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aSharedPidNamespaceWorks(String handler) {
    assumeThat(Handlers.whyNot(handler)).isEmpty();
    TestPod pod = crij.pods().run(crij.pods().sharedPidConfig("shared").build(), handler);
    TestContainer container = pod.start(Containers.waiting("shell").build());
    assertThat(container.shell("cat /proc/1/comm")).isEqualTo("catatonit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void tooMuchMemoryIsReported(String handler) {
    assumeThat(Handlers.whyNot(handler)).isEmpty();
    ContainerConfig.Builder config =
        Containers.shell("eater", "dd if=/dev/zero of=/dev/null bs=40M");
    config
        .getLinuxBuilder()
        .setResources(
            LinuxContainerResources.newBuilder()
                .setMemoryLimitInBytes(15 << 20)
                .setMemorySwapLimitInBytes(15 << 20));
    TestPod pod = crij.pods().run(crij.pods().config("oom").build(), handler);
    ContainerStatus exited = pod.start(config.build()).awaitExit();
    assertThat(exited.getReason()).isEqualTo("OOMKilled");
    assertThat(exited.getExitCode()).isEqualTo(137);
  }

  @Test
  void aHandlerThatIsNotConfiguredIsNamed() {
    GrpcFailure refusal =
        GrpcFailure.of(
            () -> crij.pods().run(crij.pods().config("unknown").build(), "no-such-handler"));
    assertThat(refusal.code()).isIn(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);
    assertThat(refusal.message()).contains("no-such-handler");
    assertThat(crij.node().listPods()).isEmpty();
  }
}
