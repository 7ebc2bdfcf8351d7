package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.process.ProcessIdentity;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExitKernelTest {
  private static final Optional<String> MONITOR_DIED = Optional.of(ContainerExit.MONITOR_DIED);

  @TempDir private Path directory;

  private static ContainerExit get(CompletableFuture<ContainerExit> exit) throws Exception {
    return exit.get(60, TimeUnit.SECONDS);
  }

  private static void awaitEnd(ProcessIdentity process) throws IOException, InterruptedException {
    while (process.isAlive()) {
      Thread.sleep(5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aContainerDoesNotOutliveItsMonitor(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sh", "-c", "sleep 1000 & sleep 1000");
      MonitoredProcess process = container.createAndStart();
      CompletableFuture<Boolean> emptyWhenTold =
          container
              .watch(process)
              .thenApply(
                  exit -> {
                    assertThat(exit.code()).isEqualTo(255);
                    assertThat(exit.reason()).isEqualTo(MONITOR_DIED);
                    return isEmpty(container, process);
                  });

      lab.sh("kill -KILL " + process.monitor().pid());

      assertThat(emptyWhenTold.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Without a PID namespace of its own, the kernel does not end what init leaves behind. */
  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void whatInitLeavesBehindEndsBeforeTheExitIsTold(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container =
          lab.container(Specs.SHARED_PIDS, "sh", "-c", "setsid sleep 1000 & sleep 0.2; exit 3");
      MonitoredProcess process = container.create();
      CompletableFuture<Boolean> empty =
          container
              .watch(process)
              .thenApply(
                  exit -> {
                    assertThat(exit.code()).isEqualTo(3);
                    return isEmpty(container);
                  });
      container.start();

      assertThat(empty.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean isEmpty(TestContainer container, MonitoredProcess process) {
    try {
      return !process.process().isAlive() && isEmpty(container);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean isEmpty(TestContainer container) {
    try {
      return container.lab.cgroups.isEmpty(container.cgroup);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void anotherDaemonTakesTheWatchOver(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      String record = Json.write(container.createAndStart());
      MonitoredProcess process = Json.strict().readValue(record, MonitoredProcess.class);
      try (ExitWatches later = new ExitWatches(lab.loop, lab.cgroups)) {
        CompletableFuture<ContainerExit> exit =
            later.watch(process, container.cgroup, container.exits);
        assertThatThrownBy(() -> exit.get(300, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);

        lab.sh("kill -TERM " + process.process().pid() + "; kill -KILL " + process.process().pid());

        assertThat(get(exit).code()).isEqualTo(137);
        assertThat(get(exit).reason()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void anExitWhileNobodyWatchedIsFound(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sh", "-c", "exit 9");
      MonitoredProcess process = container.createAndStart();
      awaitEnd(process.monitor());

      assertThat(get(container.watch(process)).code()).isEqualTo(9);
      assertThat(get(container.watch(process)).finishedAt())
          .isEqualTo(Files.getLastModifiedTime(container.exits.resolve(container.id)).toInstant());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void bothDeadWithoutAWord(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      MonitoredProcess process = container.createAndStart();
      lab.sh("kill -KILL " + process.monitor().pid() + " " + process.process().pid());
      awaitEnd(process.monitor());
      awaitEnd(process.process());
      Files.deleteIfExists(container.exits.resolve(container.id));

      ContainerExit exit = get(container.watch(process));

      assertThat(exit.code()).isEqualTo(255);
      assertThat(exit.reason()).isEqualTo(MONITOR_DIED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aMonitorThatDiedMeanwhileIsNoticedLater(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      MonitoredProcess process = container.createAndStart();
      lab.sh("kill -KILL " + process.monitor().pid());
      awaitEnd(process.monitor());
      assertThat(process.process().isAlive()).isTrue();

      assertThat(get(container.watch(process)).reason()).isEqualTo(MONITOR_DIED);
      assertThat(process.process().isAlive()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aMonitorThatHangsIsNotWaitedForForEver(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory);
        ExitWatches hasty = new ExitWatches(lab.loop, lab.cgroups, Duration.ofMillis(100))) {
      TestContainer container = lab.container("sleep", "1000");
      MonitoredProcess process = container.createAndStart();
      CompletableFuture<ContainerExit> exit =
          hasty.watch(process, container.cgroup, container.exits);

      lab.sh("kill -STOP " + process.monitor().pid());
      lab.sh("kill -KILL " + process.process().pid());

      assertThat(get(exit).reason()).isEqualTo(MONITOR_DIED);
    }
  }

  /** Somebody else has the numbers now: neither is waited for, and nobody else is killed. */
  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void numbersThatChangedHandsAreNotTaken(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sh", "-c", "exit 0");
      MonitoredProcess real = container.createAndStart();
      awaitEnd(real.monitor());
      int self = Math.toIntExact(ProcessHandle.current().pid());
      ProcessIdentity other = new ProcessIdentity(self, 1);
      MonitoredProcess reused = new MonitoredProcess(container.id, other, other);

      assertThat(get(container.watch(reused)).code()).isZero();

      Files.delete(container.exits.resolve(container.id));
      assertThat(get(container.watch(reused)).reason()).isEqualTo(MONITOR_DIED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void anEndedWatchTellsNothing(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      MonitoredProcess process = container.createAndStart();
      CompletableFuture<ContainerExit> exit = container.watch(process);
      exit.cancel(false);

      lab.sh("kill -KILL " + process.monitor().pid());
      awaitEnd(process.monitor());

      // Nobody kills the container when nobody watches it.
      Thread.sleep(Duration.ofMillis(200));
      assertThat(process.process().isAlive()).isTrue();
    }
  }
}
