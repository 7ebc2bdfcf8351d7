package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.Mount;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.runtime.container.ContainerState.Created;
import io.crij.runtime.container.ContainerState.Exited;
import io.crij.runtime.testing.TestHost;
import io.crij.runtime.testing.TestPod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLifeKernelTest {
  @TempDir Path directory;
  private TestHost host;
  private TestPod pod;

  @BeforeEach
  void prepare() throws Exception {
    host = TestHost.withBusybox(directory);
    pod = TestPod.run(host, "web");
  }

  @AfterEach
  void leaveNothing() throws Exception {
    pod.remove();
    host.requireEmpty();
    host.wipe();
  }

  @Test
  void aContainerRunsLogsAndTellsItsExitCode() throws Exception {
    String id = pod.start("app", "echo hello; echo oops >&2; exit 3");

    Exited exited = pod.awaitEnd(id);

    assertThat(exited.end().code()).isEqualTo(3);
    assertThat(exited.end().reason()).isEqualTo("Error");
    assertThat(exited.startedAt()).isPresent();
    assertThat(exited.end().finishedAt()).isAfterOrEqualTo(exited.startedAt().orElseThrow());
    assertThat(Files.readAllLines(pod.log("app")))
        .anyMatch(line -> line.endsWith(" stdout F hello"))
        .anyMatch(line -> line.endsWith(" stderr F oops"));
  }

  @Test
  void theLogStaysWhenTheContainerIsRemoved() throws Exception {
    String id = pod.start("app", "echo hello");
    pod.awaitEnd(id);

    pod.containers().remove(id).get();
    pod.containers().remove(id).get();

    assertThat(pod.containers().find(id)).isEmpty();
    assertThat(pod.log("app")).isNotEmptyFile();
  }

  @Test
  void itsOwnSignalEndsAContainerAndTheCodeSaysSo() throws Exception {
    String id = pod.start("app", "trap 'exit 7' INT; while :; do sleep 0.1; done");
    pod.exec(id, "true");

    pod.containers().stop(id, Duration.ofMinutes(1)).get();

    assertThat(pod.awaitEnd(id).end().code()).isEqualTo(7);
  }

  @Test
  void aLaterCallWithAShorterTimeoutWins() throws Exception {
    String id = pod.start("app", "trap '' INT TERM; while :; do sleep 1; done");

    CompletableFuture<Void> patient = pod.containers().stop(id, Duration.ofDays(1));
    pod.containers().stop(id, Duration.ZERO).get();
    patient.get();

    assertThat(pod.awaitEnd(id).end().code()).isEqualTo(137);
    pod.containers().stop(id, Duration.ZERO).get();
    pod.containers().stop("f".repeat(64), Duration.ZERO).get();
  }

  @Test
  void aCreatedContainerIsStoppedByKillingItsInit() throws Exception {
    String id = pod.create("app", "echo never");

    pod.containers().stop(id, Duration.ofMinutes(1)).get();

    Exited exited = pod.awaitEnd(id);
    assertThat(exited.startedAt()).isEmpty();
    assertThatThrownBy(() -> TestPod.get(pod.containers().start(id)))
        .isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void removalEndsARunningContainer() throws Exception {
    String id = pod.start("app", "sleep 1000");

    pod.containers().remove(id).get();

    assertThat(pod.containers().list()).isEmpty();
  }

  @Test
  void aRetryOfTheSameCreationGetsTheSameContainer() throws Exception {
    ContainerConfig config = TestPod.config("app", "sleep 1000");

    List<CompletableFuture<String>> calls =
        IntStream.range(0, 5).mapToObj(_ -> pod.containers().create(pod.id(), config)).toList();

    String id = calls.getFirst().get();
    for (CompletableFuture<String> call : calls) {
      assertThat(call.get()).isEqualTo(id);
    }
    assertThat(TestPod.get(pod.containers().create(pod.id(), config))).isEqualTo(id);
    assertThat(pod.containers().list()).hasSize(1);
  }

  @Test
  void aNameThatHasEndedIsNotMadeAgain() throws Exception {
    String id = pod.start("app", "true");
    pod.awaitEnd(id);

    assertThatThrownBy(() -> pod.create("app", "true"))
        .isInstanceOf(AlreadyExists.class)
        .hasMessageContaining("attempt");
  }

  @Test
  void manyContainersAreMadeAtTheSameTime() throws Exception {
    List<CompletableFuture<String>> calls =
        IntStream.range(0, 8)
            .mapToObj(
                number ->
                    pod.containers().create(pod.id(), TestPod.config("app" + number, "sleep 1000")))
            .toList();

    for (CompletableFuture<String> call : calls) {
      assertThat(pod.containers().require(call.get()).state()).isInstanceOf(Created.class);
    }
    pod.containers().stopAll(pod.id(), new TestContext());
    assertThat(pod.containers().list()).allMatch(found -> found.state() instanceof Exited);
  }

  @Test
  void aCommandThatIsNotThereIsTheCallersFaultAndLeavesNothing() throws Exception {
    ContainerConfig config =
        TestPod.config("app", "x").toBuilder()
            .clearCommand()
            .clearArgs()
            .addCommand("/no/such/program")
            .build();

    assertThatThrownBy(() -> TestPod.get(pod.containers().create(pod.id(), config)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("/no/such/program");
    assertThat(pod.containers().list()).isEmpty();
    assertThat(pod.log("app")).doesNotExist();
  }

  @Test
  void anUnknownImageIsNamed() {
    ContainerConfig config = TestPod.config("app", "x");
    ContainerConfig unknown =
        config.toBuilder()
            .setImage(config.getImage().toBuilder().setImage("example.test/none:1"))
            .build();

    assertThatThrownBy(() -> TestPod.get(pod.containers().create(pod.id(), unknown)))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("example.test/none:1");
  }

  @Test
  void aPodThatIsNotReadyTakesNoContainer() throws Exception {
    pod.stop();

    assertThatThrownBy(() -> pod.create("app", "true")).isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void aVolumeIsTheOneThatWasAskedFor() throws Exception {
    Path volume = Files.createDirectory(host.path("volume"));
    Files.writeString(volume.resolve("file"), "content");
    ContainerConfig config =
        TestPod.config("app", "cat /data/file").toBuilder()
            .addMounts(
                Mount.newBuilder()
                    .setHostPath(volume.toString())
                    .setContainerPath("/data")
                    .setReadonly(true))
            .build();
    String id = TestPod.get(pod.containers().create(pod.id(), config));
    TestPod.get(pod.containers().start(id));

    assertThat(pod.awaitEnd(id).end().code()).isZero();
    assertThat(Files.readString(pod.log("app"))).contains(" stdout P content");
  }

  @Test
  void aLogPathThatLeavesThePodIsRefused() {
    ContainerConfig config = TestPod.config("app", "x").toBuilder().setLogPath("../../x").build();

    assertThatThrownBy(() -> TestPod.get(pod.containers().create(pod.id(), config)))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aDeadMonitorEndsTheContainerAndIsTheReason() throws Exception {
    String id = pod.start("app", "sleep 1000");
    Container running = pod.containers().require(id);

    new ProcessBuilder(
            "kill", "-9", Integer.toString(running.process().orElseThrow().monitor().pid()))
        .start()
        .waitFor();

    Exited exited = pod.awaitEnd(id);
    assertThat(exited.end().code()).isEqualTo(255);
    assertThat(exited.end().reason()).isEqualTo("MonitorDied");
    assertThat(host.node().cgroups().pids(running.cgroup())).isEmpty();
  }

  @Test
  void aLackOfMemoryIsTold() throws Exception {
    ContainerConfig.Builder config =
        TestPod.config("app", "exec dd if=/dev/zero of=/dev/null bs=40M").toBuilder();
    config
        .getLinuxBuilder()
        .getResourcesBuilder()
        .setMemoryLimitInBytes(15 << 20)
        .setMemorySwapLimitInBytes(15 << 20);
    String id = TestPod.get(pod.containers().create(pod.id(), config.build()));
    TestPod.get(pod.containers().start(id));

    Exited exited = pod.awaitEnd(id);

    assertThat(exited.end().reason()).isEqualTo("OOMKilled");
    assertThat(exited.end().code()).isEqualTo(137);
  }

  @Test
  void theStopOfAPodCancelsWhatIsBeingMadeInIt() throws Exception {
    host.start(Failpoints.parse("CreateContainer/rootfs/after-do=delay:1500"));
    pod = pod.in(host.node());
    CompletableFuture<String> creation =
        pod.containers().create(pod.id(), TestPod.config("app", "sleep 1000"));
    while (host.node().rootFilesystems().list().isEmpty()) {
      assertThat(creation).isNotDone();
    }

    pod.stop();

    assertThatThrownBy(() -> TestPod.get(creation)).isInstanceOf(Cancelled.class);
    assertThat(host.path("root/containers")).isEmptyDirectory();
    assertThat(host.path("run/rootfs")).isEmptyDirectory();
  }

  @Test
  void aStepThatFailsTakesAllBackAndTheNextTryWorks() throws Exception {
    for (String step :
        List.of("record", "rootfs", "log", "spec", "monitor", "sync", "volumes", "watch")) {
      host.start(Failpoints.parse("CreateContainer/" + step + "/after-do=error*1"));
      pod = pod.in(host.node());

      assertThatThrownBy(() -> pod.create("app-" + step, "true"))
          .as(step)
          .hasMessageContaining(step);
      assertThat(host.path("root/containers")).as(step).isEmptyDirectory();
      assertThat(host.path("run/runtime")).as(step).isEmptyDirectory();
      pod.create("app-" + step, "true");
      pod.containers().removeAll(pod.id(), new TestContext());
    }
  }
}
