package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.files.UserTree;
import io.crij.oci.monitor.MonitoredProcess;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.record.BootId;
import io.crij.runtime.container.ContainerState.Exited;
import io.crij.runtime.testing.TestHost;
import io.crij.runtime.testing.TestPod;
import io.crij.sandbox.SandboxState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that ends in the middle of something, and the next one on the same directories. */
class RecoveryKernelTest {
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
  void aRunningContainerGoesOnAndIsWatchedAgain() throws Exception {
    String id = pod.start("app", "trap 'exit 5' INT; while :; do sleep 0.1; done");
    Container before = pod.containers().require(id);

    restart();

    assertThat(pod.containers().require(id)).isEqualTo(before);
    assertThat(pod.exec(id, "echo hello").stdout().toStringUtf8()).isEqualTo("hello\n");
    pod.containers().stop(id, Duration.ofMinutes(1)).get();
    assertThat(pod.awaitEnd(id).end().code()).isEqualTo(5);
  }

  @Test
  void anEndWhileNobodyWatchedIsFoundWithItsCode() throws Exception {
    String id = pod.start("app", "while [ ! -e /tmp/end ]; do sleep 0.1; done; exit 4");
    Path upper = host.path("root/rootfs").resolve(id).resolve("upper/tmp");
    Container running = pod.containers().require(id);

    host.node().close();
    Files.createFile(
        Path.of("/proc", Integer.toString(running.process().orElseThrow().process().pid()))
            .resolve("root/tmp/end"));
    assertThat(upper).exists();
    while (running.process().orElseThrow().monitor().isAlive()) {
      pause();
    }
    restart();

    assertThat(pod.awaitEnd(id).end().code()).isEqualTo(4);
  }

  @Test
  void whatWasBeingMadeIsUndoneAtEveryStep() throws Exception {
    for (String step : new String[] {"record", "rootfs", "spec", "monitor", "watch"}) {
      host.start(Failpoints.parse("CreateContainer/" + step + "/after-do=hang"));
      pod = pod.in(host.node());
      CompletableFuture<String> lost =
          pod.containers().create(pod.id(), TestPod.config("app-" + step, "sleep 1000"));
      awaitFile(host.path("root/containers"), step);

      restart();

      assertThat(lost).as(step).isNotDone();
      if (step.equals("watch")) {
        // The record says Created: it was made whole, only its answer was lost.
        assertThat(pod.containers().list()).hasSize(1);
        pod.containers().remove(pod.containers().list().getFirst().id()).get();
      }
      assertThat(pod.containers().list()).as(step).isEmpty();
      assertThat(host.path("root/containers")).as(step).isEmptyDirectory();
      assertThat(host.path("run/runtime")).as(step).isEmptyDirectory();
      assertThat(host.path("run/rootfs")).as(step).isEmptyDirectory();
    }
  }

  @Test
  void aStartThatWasNotRecordedIsFound() throws Exception {
    host.start(Failpoints.parse("StartContainer/start/after-do=hang"));
    pod = pod.in(host.node());
    String id = pod.create("app", "touch /started; sleep 1000");
    CompletableFuture<Void> lost = pod.containers().start(id);
    while (!Files.exists(host.path("root/rootfs").resolve(id).resolve("upper/started"))) {
      pause();
    }

    restart();

    assertThat(lost).isNotDone();
    assertThat(pod.containers().require(id).isRunning()).isTrue();
  }

  @Test
  void aRemovalThatWasCutOffIsFinished() throws Exception {
    String id = pod.start("app", "sleep 1000");
    host.start(Failpoints.parse("RemoveContainer/rootfs/before-undo=hang"));
    pod = pod.in(host.node());
    CompletableFuture<Void> lost = pod.containers().remove(id);
    while (Files.exists(host.path("root/containers").resolve(id).resolve("bundle"))) {
      pause();
    }

    restart();

    assertThat(lost).isNotCompleted();
    assertThat(pod.containers().find(id)).isEmpty();
    assertThat(host.path("root/containers")).isEmptyDirectory();
  }

  @Test
  void aContainerOfAnotherBootHasEnded() throws Exception {
    String id = pod.start("app", "sleep 1000");
    host.node().close();
    Path record = host.path("root/containers").resolve(id).resolve("container.json");
    Files.writeString(
        record,
        Files.readString(record).replace(BootId.current(), "00000000-0000-0000-0000-000000000000"));

    restart();

    Exited exited = (Exited) pod.containers().require(id).state();
    assertThat(exited.end().code()).isEqualTo(255);
    assertThat(exited.end().reason()).isEqualTo("NodeRestarted");
    assertThat(pod.containers().require(id).process()).isEqualTo(Optional.empty());
  }

  @Test
  void aContainerWithoutItsPodIsTakenAway() throws Exception {
    TestPod other = TestPod.run(host, "other");
    other.start("app", "sleep 1000");
    other.stop();
    host.node().close();
    UserTree.removeTree(host.path("root/sandboxes"), other.id());
    UserTree.removeTree(host.path("run/sandboxes"), other.id());

    restart();

    assertThat(pod.containers().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aContainerWhoseRecordCannotBeReadRunsOnAndEndsWithItsPod(boolean hasRecord)
      throws Exception {
    String lost = pod.start("lost", "sleep 1000");
    String other = pod.start("other", "sleep 1000");
    MonitoredProcess process = pod.containers().require(lost).process().orElseThrow();
    host.node().close();
    Path record = home(lost).resolve("container.json");
    Files.delete(record.resolveSibling("container.json.synced"));
    Files.delete(record);
    if (hasRecord) {
      Files.writeString(record, "{");
    }

    for (int start = 1; start <= 2; start++) {
      restart();

      assertThat(process.process().isAlive()).isTrue();
      assertThat(pod.containers().list()).extracting(Container::id).containsExactly(other);
      assertThat(host.node().sandboxes().require(pod.id()).state())
          .isInstanceOfSatisfying(
              SandboxState.NotReady.class, state -> assertThat(state.reason()).contains(lost));
    }
    pod.stop();
    assertThat(process.process().isAlive()).isFalse();
    assertThat(process.monitor().isAlive()).isFalse();
    assertThat(home(lost)).doesNotExist();
  }

  /** Nothing in its pod is taken from under it. */
  @Test
  void aContainerRunsOnInAPodWhoseRecordCannotBeRead() throws Exception {
    String id = pod.start("app", "sleep 1000");
    MonitoredProcess process = pod.containers().require(id).process().orElseThrow();
    host.node().close();
    Path record = host.path("root/sandboxes").resolve(pod.id()).resolve("sandbox.json");
    Files.deleteIfExists(record.resolveSibling("sandbox.json.synced"));
    Files.writeString(record, "{");

    restart();

    assertThat(process.process().isAlive()).isTrue();
    assertThat(pod.containers().require(id).isRunning()).isTrue();
    assertThat(pod.exec(id, "hostname").exitCode()).isZero();
    assertThat(host.node().sandboxes().require(pod.id()).state())
        .isInstanceOf(SandboxState.NotReady.class);
    pod.stop();
    assertThat(process.process().isAlive()).isFalse();
  }

  @Test
  void aHomeWithNothingThatRanIsRemoved() throws Exception {
    String id = pod.start("app", "sleep 1000");
    host.node().close();
    Map.of("a", "container.json", "b", "container.json.tmp", "c", "container.json.quarantined-3")
        .forEach(this::leave);
    Files.createDirectory(home("d".repeat(64)));

    restart();

    assertThat(pod.containers().list()).extracting(Container::id).containsExactly(id);
    assertThat(host.path("root/containers").toFile().list()).containsExactly(id);
  }

  @Test
  void recordsOfANewerProgramAreNotTouched() throws Exception {
    String id = pod.start("app", "sleep 1000");
    host.node().close();
    Path record = home(id).resolve("container.json");
    String text = Files.readString(record);
    Files.writeString(record, text.replace("\"version\":1", "\"version\":5"));

    assertThatThrownBy(() -> Containers.requireKnownRecords(host.path("root"), host.path("run")))
        .hasMessageContaining(record + " has version 5");

    Files.writeString(record, text);
    restart();
    assertThat(pod.containers().require(id).isRunning()).isTrue();
  }

  private void leave(String digit, String file) {
    try {
      Path home = Files.createDirectory(home(digit.repeat(64)));
      Files.writeString(home.resolve(file), "{");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path home(String id) {
    return host.path("root/containers").resolve(id);
  }

  private void restart() throws Exception {
    host.start(Failpoints.NONE);
    pod = pod.in(host.node());
  }

  /** Until the failpoint after that step has been reached, as far as the disk shows it. */
  private void awaitFile(Path containers, String step) throws Exception {
    String seen =
        switch (step) {
          case "record" -> "container.json";
          case "rootfs" -> "container.json";
          default -> "bundle/config.json";
        };
    while (true) {
      try (var homes = Files.list(containers)) {
        boolean there = homes.anyMatch(home -> Files.exists(home.resolve(seen)));
        boolean created =
            !step.equals("monitor") && !step.equals("watch")
                || hasContent(host.path("run/runtime"));
        boolean mounted = !step.equals("rootfs") || hasContent(host.path("run/rootfs"));
        boolean recorded = !step.equals("watch") || pod.containers().list().size() == 1;
        if (there && created && mounted && recorded) {
          return;
        }
      }
      pause();
    }
  }

  private static boolean hasContent(Path directory) throws Exception {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isPresent();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
  }
}
