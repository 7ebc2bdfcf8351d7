package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.runtime.testing.TestHost;
import io.crij.runtime.testing.TestPod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that do not end when they are asked to. */
class StopKernelTest {
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
  void whoIgnoresTheSignalIsKilledWithAllItsChildren() throws Exception {
    String id = pod.start("app", "trap '' TERM; (trap '' TERM; sleep 999) & sleep 998; sleep 997");

    TestPod.get(pod.containers().stop(id, Duration.ofSeconds(1)));

    assertThat(pod.awaitEnd(id).end().code()).isEqualTo(137);
    assertThat(host.node().cgroups().pids(pod.containers().require(id).cgroup())).isEmpty();
  }

  @Test
  void whoIsFrozenIsKilled() throws Exception {
    String id = pod.start("app", "sleep 999");
    freeze(id);

    TestPod.get(pod.containers().stop(id, Duration.ofSeconds(1)));

    assertThat(pod.awaitEnd(id).end().code()).isEqualTo(137);
  }

  @Test
  void zombiesAreNobodyToWaitFor() throws Exception {
    // The shell never waits for the one whose parent has ended.
    String id = pod.start("app", "(sleep 0.01 &) ; exec sleep 999");

    TestPod.get(pod.containers().stop(id, Duration.ZERO));

    assertThat(pod.awaitEnd(id).end().code()).isEqualTo(137);
  }

  @Test
  void whoseFirstProcessIsGoneAlreadyIsStopped() throws Exception {
    String id = pod.start("app", "sleep 999");
    int pid = pod.containers().require(id).process().orElseThrow().process().pid();
    CompletableFuture<Void> stop = pod.containers().stop(id, Duration.ofSeconds(50));
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    TestPod.get(stop);
    TestPod.get(pod.containers().stop(id, Duration.ofSeconds(50)));

    assertThat(pod.awaitEnd(id).end().code()).isEqualTo(137);
  }

  private void freeze(String id) throws Exception {
    String group = pod.containers().require(id).cgroup().path().substring(1);
    CgroupHost cgroups = CgroupHost.detect();
    if (cgroups.isV2()) {
      Path file = cgroups.unified().orElseThrow().resolve(group).resolve("cgroup.freeze");
      Files.writeString(file, "1");
    } else {
      Path file = cgroups.hierarchyOf("freezer").orElseThrow().resolve(group);
      Files.writeString(file.resolve("freezer.state"), "FROZEN");
    }
  }
}
