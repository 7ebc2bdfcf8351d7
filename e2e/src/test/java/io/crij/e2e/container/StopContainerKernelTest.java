package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.Signal;
import io.crij.cri.v1.StopContainerRequest;
import io.crij.cri.v1.StopContainerResponse;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class StopContainerKernelTest {
  private static final String DEAF = "trap '' TERM; echo ready; while :; do sleep 1; done";

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void aContainerIsToldToEndAndHasTheTimeForIt() {
    TestPod pod = crij.pods().run("told");
    TestContainer container =
        pod.start(
            Containers.shell(
                    "shell",
                    "trap 'sleep 0.5; exit 7' TERM; echo ready; while :; do sleep 0.1; done")
                .build());
    container.log().await("ready");
    container.stop(30);
    assertThat(container.status().getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
    assertThat(container.status().getExitCode()).isEqualTo(7);
  }

  @Test
  void oneThatDoesNotListenIsKilledAfterItsTime() {
    TestPod pod = crij.pods().run("deaf");
    TestContainer container = pod.start(Containers.shell("shell", DEAF).build());
    container.log().await("ready");
    container.stop(1);
    assertThat(container.status().getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
    assertThat(container.status().getExitCode()).isEqualTo(137);
  }

  @Test
  void aLaterCallWithLessTimeWins() throws Exception {
    TestPod pod = crij.pods().run("impatient");
    TestContainer container = pod.start(Containers.shell("shell", DEAF).build());
    container.log().await("ready");
    ListenableFuture<StopContainerResponse> patient =
        crij.client()
            .runtimeLater(CriClient.LIMIT)
            .stopContainer(
                StopContainerRequest.newBuilder()
                    .setContainerId(container.id())
                    .setTimeout(600)
                    .build());
    container.stop(0);
    patient.get();
    assertThat(container.status().getExitCode()).isEqualTo(137);
  }

  @Test
  void theStopSignalOfTheConfigurationIsUsed() {
    TestPod pod = crij.pods().run("signal");
    TestContainer container =
        pod.start(
            Containers.shell(
                    "shell",
                    "trap 'exit 9' USR1; trap 'exit 1' TERM; echo ready; while :; do sleep 0.1;"
                        + " done")
                .setStopSignal(Signal.SIGNAL_SIGUSR1)
                .build());
    container.log().await("ready");
    assertThat(container.status().getStopSignal()).isEqualTo(Signal.SIGNAL_SIGUSR1);
    container.stop(30);
    assertThat(container.status().getExitCode()).isEqualTo(9);
  }

  @Test
  void aContainerThatWasNeverStartedCanBeStopped() {
    TestPod pod = crij.pods().run("never-started");
    TestContainer container = pod.create(Containers.waiting("shell").build());
    container.stop(10);
    assertThat(container.status().getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
  }
}
