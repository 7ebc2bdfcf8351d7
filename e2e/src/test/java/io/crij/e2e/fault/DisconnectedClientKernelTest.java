package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxState;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.BlockingRuntime;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.FaultyPlugins;
import io.crij.e2e.harness.FaultyPlugins.Behaviour;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that hang up in mid-call: the work goes on, and whoever asks again gets its result. */
@TestInstance(Lifecycle.PER_CLASS)
class DisconnectedClientKernelTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @RegisterExtension
  private final SharedNode crij =
      SharedNode.with(
          setup ->
              BlockingRuntime.addTo(
                  setup.withPlugins(
                      FaultyPlugins.in(setup.directory().resolve("plugins")).directory())));

  @AfterEach
  void nothingBlocks() {
    plugins().goOn();
    runtime().goOn();
  }

  @Test
  void aPodIsFinishedAndGivenToTheNextCall() {
    PodSandboxConfig config = crij.pods().config("hung-up").build();
    plugins().behave(Behaviour.WAIT);
    hangUp(
        client ->
            client
                .runtimeLater(LIMIT)
                .runPodSandbox(RunPodSandboxRequest.newBuilder().setConfig(config).build()),
        plugins()::isReached);
    plugins().goOn();
    TestPod pod = crij.pods().run(config);
    assertThat(pod.status().getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
    assertThat(crij.node().listPods()).hasSize(1);
    assertThat(crij.node().network().reservations()).containsExactly(pod.ip());
  }

  @Test
  void aPodOfAClientThatNeverCallsAgainIsListedAndRemovable() {
    PodSandboxConfig config = crij.pods().config("forgotten").build();
    plugins().behave(Behaviour.WAIT);
    hangUp(
        client ->
            client
                .runtimeLater(LIMIT)
                .runPodSandbox(RunPodSandboxRequest.newBuilder().setConfig(config).build()),
        plugins()::isReached);
    plugins().goOn();
    Await.until("the pod is there", LIMIT, () -> crij.node().listPods().size() == 1);
    crij.node().removeEverything();
    crij.node().assertNothingLeft();
  }

  @Test
  void aContainerIsFinishedAndGivenToTheNextCall() {
    TestPod pod = crij.pods().run(crij.pods().config("hung-up").build(), BlockingRuntime.HANDLER);
    CreateContainerRequest request = pod.createRequest(Containers.waiting("shell").build());
    runtime().block();
    hangUp(client -> client.runtimeLater(LIMIT).createContainer(request), runtime()::isReached);
    runtime().goOn();
    TestContainer container = pod.create(Containers.waiting("shell").build());
    container.start();
    assertThat(pod.containers())
        .singleElement()
        .satisfies(
            found -> assertThat(found.getState()).isEqualTo(ContainerState.CONTAINER_RUNNING));
  }

  @Test
  void aPodCanBeStoppedWhileAContainerOfItHangs() {
    TestPod pod = crij.pods().run(crij.pods().config("stopped").build(), BlockingRuntime.HANDLER);
    CreateContainerRequest request = pod.createRequest(Containers.waiting("shell").build());
    runtime().block();
    hangUp(client -> client.runtimeLater(LIMIT).createContainer(request), runtime()::isReached);
    pod.stop();
    assertThat(pod.status().getState()).isEqualTo(PodSandboxState.SANDBOX_NOTREADY);
    pod.remove();
    crij.node().assertNothingLeft();
  }

  @Test
  void aCommandEndsWhenNobodyWaitsForItsOutputAnyMore() {
    TestPod pod = crij.pods().run("exec");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    hangUp(
        client ->
            client
                .runtimeLater(LIMIT)
                .execSync(
                    ExecSyncRequest.newBuilder()
                        .setContainerId(container.id())
                        .addAllCmd(List.of("sh", "-c", "touch /started; sleep 5432"))
                        .build()),
        () -> container.exec("test", "-e", "/started").exitCode() == 0);
    Await.until(
        "the command is gone", LIMIT, () -> !container.shell("ps -o args").contains("sleep 5432"));
    Await.until(
        "the call is over",
        LIMIT,
        () -> crij.node().log().contains("ExecSync ended with CANCELLED"));
    assertThat(crij.node().log()).doesNotContain("ERROR", "defect of CRI-J");
    assertThat(container.status().getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
  }

  private void hangUp(HangUp.Call call, BooleanSupplier reached) {
    HangUp.during(crij.node().setup().socket(), call, reached);
  }

  private FaultyPlugins plugins() {
    return FaultyPlugins.at(crij.node().setup().pluginDirectory());
  }

  private BlockingRuntime runtime() {
    return BlockingRuntime.of(crij.node().setup());
  }
}
