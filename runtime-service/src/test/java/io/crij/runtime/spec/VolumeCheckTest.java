package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.Mount;
import io.crij.linux.thread.BoundedPool;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With this process as the container: each volume is mounted where it lies. */
final class VolumeCheckTest {
  private static final int SELF = (int) ProcessHandle.current().pid();

  @TempDir Path temporary;
  private final BoundedPool pool = new BoundedPool("volumes", 2, 8);
  private final VolumeCheck check = new VolumeCheck(pool, Duration.ofMinutes(1));

  @AfterEach
  void closePool() {
    pool.shutdownNow();
  }

  private List<ContainerMount> volume(Path path) throws IOException {
    Mount mount =
        Mount.newBuilder().setContainerPath(path.toString()).setHostPath(path.toString()).build();
    HostPaths paths = new HostPaths(pool, Duration.ofMinutes(1));
    return RequestedMounts.of(List.of(mount), Map.of(), Hosts.CRUN, paths).shown();
  }

  @Test
  void theSameObjectIsFine() throws IOException {
    List<ContainerMount> volumes = volume(Files.createDirectory(temporary.resolve("v")));

    assertThatCode(() -> check.require(SELF, volumes)).doesNotThrowAnyException();
  }

  @Test
  void c3AnExchangedOrMissingSourceIsNoticed() throws IOException {
    Path volume = Files.createDirectory(temporary.resolve("v"));
    List<ContainerMount> volumes = volume(volume);
    Files.move(volume, temporary.resolve("old"));

    assertThatThrownBy(() -> check.require(SELF, volumes))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(volume.toString());
    Files.createSymbolicLink(volume, Path.of("/"));
    assertThatThrownBy(() -> check.require(SELF, volumes)).isInstanceOf(FailedPrecondition.class);
  }
}
