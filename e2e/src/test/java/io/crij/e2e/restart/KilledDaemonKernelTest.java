package io.crij.e2e.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.Container;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.Mount;
import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxState;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.BlockingRuntime;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.FaultyPlugins;
import io.crij.e2e.harness.FaultyPlugins.Behaviour;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.Monitor;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9, and start: what ran runs on and is known, what was half made is undone. */
@TestInstance(Lifecycle.PER_CLASS)
class KilledDaemonKernelTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @RegisterExtension
  private final SharedNode crij =
      SharedNode.with(
          setup ->
              BlockingRuntime.addTo(
                  setup.withPlugins(
                      FaultyPlugins.in(setup.directory().resolve("plugins")).directory())));

  private Path signals = Path.of("none");

  @BeforeEach
  void signals() throws IOException {
    signals = Files.createTempDirectory(crij.node().setup().directory(), "signals");
  }

  @AfterEach
  void nothingBlocks() {
    plugins().goOn();
    runtime().goOn();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoPodsRunOnAndOneInTheMakingIsUndone(boolean sharedPid) throws IOException {
    TestPod staying = crij.pods().run(config("staying", sharedPid));
    TestContainer server = staying.start(Containers.waiting("server").build());
    TestPod ending = crij.pods().run(config("ending", sharedPid));
    TestContainer job = ending.start(endsOnSignal());
    ContainerStatus before = server.status();
    Monitor jobMonitor = Monitor.of(job);
    PodSandboxConfig third = killWhileInTheMaking(sharedPid);

    Files.createFile(signals.resolve("end"));
    Await.until("the job is over, and told", LIMIT, () -> !jobMonitor.process().isAlive());
    long ended = nanosNow();
    crij.node().daemon().start();

    assertThat(crij.node().listPods())
        .extracting(PodSandbox::getId)
        .containsExactlyInAnyOrder(staying.id(), ending.id());
    assertThat(crij.node().listPods())
        .allSatisfy(pod -> assertThat(pod.getState()).isEqualTo(PodSandboxState.SANDBOX_READY));
    assertThat(server.status()).isEqualTo(before);
    assertThat(server.shell("echo still here")).isEqualTo("still here");
    assertThat(staying.ip()).startsWith(crij.node().network().subnet());

    ContainerStatus exited = job.awaitExit();
    assertThat(exited.getExitCode()).isEqualTo(23);
    assertThat(exited.getFinishedAt()).isBetween(exited.getStartedAt(), ended);
    assertThat(job.log().text("stdout")).isEqualTo("working\nended\n");

    server.stop(10);
    assertThat(server.status().getExitCode()).isZero();
    assertThat(crij.pods().run(third).status().getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
    crij.node().removeEverything();
    crij.node().assertNothingLeft();
  }

  /** The plugin finishes its work when the daemon is no more, as plugins do. */
  private PodSandboxConfig killWhileInTheMaking(boolean sharedPid) {
    PodSandboxConfig config = config("third", sharedPid);
    plugins().behave(Behaviour.WAIT);
    var unanswered =
        crij.client()
            .runtimeLater(CriClient.LIMIT)
            .runPodSandbox(RunPodSandboxRequest.newBuilder().setConfig(config).build());
    Await.until("the plugin is reached", LIMIT, plugins()::isReached);
    crij.node().daemon().kill();
    assertThat(unanswered.isDone()).isTrue();
    plugins().goOn();
    Await.until("the plugin has ended", LIMIT, () -> plugins().running().isEmpty());
    return config;
  }

  private ContainerConfig endsOnSignal() {
    return Containers.shell(
            "job",
            "echo working; while [ ! -e /signals/end ]; do sleep 0.05; done; echo ended; exit 23")
        .addMounts(Mount.newBuilder().setHostPath(signals.toString()).setContainerPath("/signals"))
        .build();
  }

  @Test
  void aPluginThatHangsOnWhenTheDaemonComesBackDoesNotKeepItsPod() {
    plugins().behave(Behaviour.HANG);
    var unanswered =
        crij.client()
            .runtimeLater(CriClient.LIMIT)
            .runPodSandbox(
                RunPodSandboxRequest.newBuilder().setConfig(config("hanging", false)).build());
    Await.until("the plugin is reached", LIMIT, plugins()::isReached);
    crij.node().daemon().kill();
    assertThat(unanswered.isDone()).isTrue();
    crij.node().daemon().start();
    assertThat(crij.node().listPods()).isEmpty();
    crij.node().assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aContainerInTheMakingIsUndone(boolean runtimeGoesOn) {
    TestPod pod = crij.pods().run(config("half", false), BlockingRuntime.HANDLER);
    TestContainer whole = pod.start(Containers.waiting("whole").build());
    runtime().block();
    var unanswered =
        crij.client()
            .runtimeLater(CriClient.LIMIT)
            .createContainer(pod.createRequest(Containers.waiting("half").build()));
    Await.until("the runtime is reached", LIMIT, runtime()::isReached);
    crij.node().daemon().kill();
    assertThat(unanswered.isDone()).isTrue();
    if (runtimeGoesOn) {
      runtime().goOn();
    }
    crij.node().daemon().start();
    runtime().goOn();

    assertThat(pod.containers())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.getId()).isEqualTo(whole.id());
              assertThat(container.getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
            });
    assertThat(pod.start(Containers.waiting("half").build()).shell("echo works"))
        .isEqualTo("works");
  }

  @Test
  void whatWasStoppedStaysStoppedAndWhatWasCreatedCanBeStarted() {
    TestPod stopped = crij.pods().run("stopped");
    stopped.start(Containers.shell("done", "exit 4").build()).awaitExit();
    stopped.stop();
    TestPod other = crij.pods().run("other");
    TestContainer created = other.create(Containers.waiting("created").build());
    crij.node().daemon().kill();
    crij.node().daemon().start();

    assertThat(stopped.status().getState()).isEqualTo(PodSandboxState.SANDBOX_NOTREADY);
    assertThat(stopped.containers())
        .extracting(Container::getState)
        .containsExactly(ContainerState.CONTAINER_EXITED);
    created.start();
    assertThat(created.shell("echo works")).isEqualTo("works");
  }

  /** Nobody reads its output or watches its time any more. */
  @Test
  void aCommandWhoseDaemonIsGoneEndsWithAllThatItStarted() throws IOException {
    TestPod pod = crij.pods().run(config("commanded", false));
    TestContainer container = pod.start(Containers.waiting("server").build());
    var unanswered =
        crij.client()
            .runtimeLater(CriClient.LIMIT)
            .execSync(
                ExecSyncRequest.newBuilder()
                    .setContainerId(container.id())
                    .addAllCmd(List.of("sh", "-c", "setsid sleep 6543 & touch /begun; sleep 6543"))
                    .setTimeout(30)
                    .build());
    Await.until("it runs", LIMIT, () -> container.exec("test", "-e", "/begun").exitCode() == 0);
    crij.node().daemon().kill();
    assertThat(unanswered.isDone()).isTrue();
    crij.node().daemon().start();

    assertThat(container.shell("ps -o args")).doesNotContain("sleep 6543").contains("sleep");
    try (Stream<Path> files = Files.list(work(container))) {
      assertThat(files).extracting(Path::getFileName).noneMatch(KilledDaemonKernelTest::isOfExec);
    }
    assertThat(ProcessHandle.allProcesses())
        .extracting(process -> process.info().commandLine().orElse(""))
        .noneMatch(command -> command.contains(work(container).resolve("crij-exec-").toString()));
    assertThat(container.status().getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
  }

  private Path work(TestContainer container) {
    return crij.node().setup().runRoot().resolve("containers").resolve(container.id());
  }

  private static boolean isOfExec(Path name) {
    return name.toString().startsWith("crij-exec-");
  }

  /** The answer may be lost with the daemon: whoever asks again learns that it runs. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aContainerThatRunsCanBeStartedAgain(boolean killed) {
    TestPod pod = crij.pods().run(config("started", false));
    TestContainer container = pod.start(Containers.waiting("server").build());
    ContainerStatus before = container.status();
    if (killed) {
      crij.node().daemon().kill();
      crij.node().daemon().start();
    }
    container.start();
    assertThat(container.status()).isEqualTo(before);

    container.stop(0);
    GrpcFailure ended = GrpcFailure.of(container::start);
    assertThat(ended.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(ended.message()).contains("has ended");
  }

  /** No client asks again: the daemon itself goes on with what it owes. */
  @Test
  void whatIsOwedIsPaidAfterARestart() {
    plugins().behave(Behaviour.BROKEN);
    GrpcFailure failure = GrpcFailure.of(() -> crij.pods().run(config("owing", false)));
    assertThat(failure.message()).contains("no luck today");
    assertThat(crij.node().listPods()).hasSize(1);
    assertThat(crij.node().daemon().terminate()).isZero();
    crij.node().daemon().start();
    assertThat(crij.node().listPods()).hasSize(1);

    plugins().behave(Behaviour.NONE);
    Await.until("the debt is paid", LIMIT, () -> crij.node().listPods().isEmpty());
    crij.node().assertNothingLeft();
  }

  private PodSandboxConfig config(String name, boolean sharedPid) {
    return sharedPid ? crij.pods().sharedPidConfig(name).build() : crij.pods().config(name).build();
  }

  private FaultyPlugins plugins() {
    return FaultyPlugins.at(crij.node().setup().pluginDirectory());
  }

  private BlockingRuntime runtime() {
    return BlockingRuntime.of(crij.node().setup());
  }

  private static long nanosNow() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
