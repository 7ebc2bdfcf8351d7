package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.process.ProcessIdentity;
import io.crij.linux.process.SpawnRequest;
import io.crij.linux.process.SpawnedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RemovalKernelTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void whatNeverWasIsRemoved(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("true");
      container.remove();
      container.remove();
      container.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aRunningContainerIsRemovedTwice(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sh", "-c", "sleep 1000 & sleep 1000");
      MonitoredProcess process = container.createAndStart();

      container.remove();

      container.assertNothingLeft();
      assertThat(process.process().isAlive()).isFalse();
      assertThat(process.monitor().isAlive()).isFalse();
      container.remove();
      assertThat(container.log).exists();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void theDeadAreRemoved(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      MonitoredProcess process = container.create();
      lab.sh("kill -KILL " + process.monitor().pid() + " " + process.process().pid());

      container.remove();

      container.assertNothingLeft();
    }
  }

  /** What a runtime leaves that was killed before it had written anything down. */
  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aBeginningIsRemoved(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("true");
      Files.createDirectories(container.runtime.handler().stateRoot().resolve(container.id));
      lab.cgroups.create(container.cgroup.child("deeper"));
      lab.cgroups.create(container.monitorCgroup);

      container.remove();

      container.assertNothingLeft();
    }
  }

  /** The daemon died between the spawn and the move of the monitor. */
  @Test
  void aMonitorOutsideItsGroupIsFound() throws Exception {
    try (Lab lab = new Lab("runc", directory)) {
      TestContainer container = lab.container("true");
      MonitorFiles files = new MonitorFiles(container.request());
      files.prepare();
      SpawnedProcess stray =
          lab.spawner.spawn(
              new SpawnRequest(
                  Path.of("/bin/sleep"), List.of("1000"), Map.of(), Map.of(), Optional.empty()));
      files.writeMonitor(ProcessIdentity.read(stray.pid()).orElseThrow());

      container.remove();

      assertThat(stray.exit().get(60, TimeUnit.SECONDS).shellCode()).isEqualTo(137);
      container.assertNothingLeft();
    }
  }
}
