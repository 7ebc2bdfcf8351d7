package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.oci.runtime.RuntimeState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LifecycleKernelTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void exitCodesAreThoseOfTheCommand(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      Instant before = Instant.now();
      for (int code : List.of(0, 7)) {
        ContainerExit exit = lab.container("sh", "-c", "exit " + code).runToItsEnd();

        assertThat(exit.code()).isEqualTo(code);
        assertThat(exit.reason()).isEmpty();
        assertThat(exit.oomKilled()).isFalse();
        // The kernel stamps files by a clock of whole ticks.
        assertThat(exit.finishedAt()).isBetween(before.minusSeconds(1), Instant.now());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aSignalIsItsNumberAndMore(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      MonitoredProcess process = container.createAndStart();
      CompletableFuture<ContainerExit> exit = container.watch(process);

      lab.sh("kill -KILL " + process.process().pid());

      assertThat(exit.get(60, TimeUnit.SECONDS).code()).isEqualTo(137);
      assertThat(exit.get().reason()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void outputGoesToTheLogInTheFormatOfCri(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sh", "-c", "echo out; echo err >&2; printf part");
      container.runToItsEnd();

      List<String> lines = Files.readAllLines(container.log);
      assertThat(lines)
          .extracting(line -> line.substring(line.indexOf(' ') + 1))
          .containsExactlyInAnyOrder("stdout F out", "stderr F err", "stdout P part");
      assertThat(lines)
          .extracting(line -> OffsetDateTime.parse(line.substring(0, line.indexOf(' '))))
          .hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void nothingRunsBeforeTheStart(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      assertThat(container.runtime.state(container.id, Lab.LONG)).isEmpty();

      MonitoredProcess process = container.create();
      assertThat(container.runtime.state(container.id, Lab.LONG))
          .isEqualTo(Optional.of(new RuntimeState("created", process.process().pid())));
      assertThat(lab.cgroups.pids(container.cgroup)).containsExactly(process.process().pid());
      assertThat(lab.cgroups.pids(container.monitorCgroup))
          .containsExactly(process.monitor().pid());

      container.start();
      assertThat(container.runtime.state(container.id, Lab.LONG).orElseThrow().status())
          .isEqualTo("running");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aTerminalIsLoggedAsOneStream(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container =
          lab.container(Specs.TERMINAL, "sh", "-c", "tty; echo err >&2; exit 4");

      assertThat(container.runToItsEnd().code()).isEqualTo(4);
      assertThat(Files.readString(container.log))
          .contains("stdout F /dev/pts/0")
          .contains("stdout F err");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void theKernelsWantOfMemoryIsTold(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      ContainerExit exit =
          lab.container(Specs.limited(32 << 20), "sh", "-c", "tail /dev/zero").runToItsEnd();

      assertThat(exit.oomKilled()).isTrue();
      assertThat(exit.code()).isEqualTo(137);
    }
  }
}
