package io.crij.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.PodSandboxState;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.DaemonUnderTest;
import io.crij.e2e.harness.HostSnapshot;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A second daemon that wants what a running one has: it is refused, the running one serves on. */
@TestInstance(Lifecycle.PER_CLASS)
class StartConflictKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @TempDir private Path folder;

  @Test
  void aSocketInUseIsLeftToItsOwner() {
    DaemonSetup first = crij.node().setup();
    DaemonSetup second = written();
    TestContainer running = crij.pods().run("first").start(Containers.waiting("shell").build());
    HostSnapshot before = snapshot(second);
    assertThat(RefusedStart.of(second, second.socket(), first.socket()).line())
        .startsWith("crij serve: crij.api.listen: the socket " + first.socket())
        .contains("in use by a running daemon");
    before.awaitAgain(second, crij.node().network());
    assertThat(second.root()).doesNotExist();
    assertThat(second.runRoot()).doesNotExist();
    assertThat(running.shell("echo still here")).isEqualTo("still here");
  }

  @Test
  void aRootInUseIsLeftToItsOwnerWhoIsNamed() {
    DaemonSetup first = crij.node().setup();
    DaemonSetup second = written().withRoot(first.root());
    TestPod running = crij.pods().run("first");
    HostSnapshot before = snapshot(second);
    assertThat(RefusedStart.of(second).line())
        .startsWith("crij serve: crij.root: " + first.root() + " is in use by another daemon")
        .contains("(process " + crij.node().daemon().pid() + ")");
    before.awaitAgain(second, crij.node().network());
    assertThat(Files.exists(second.runRoot())).isFalse();
    assertThat(Files.exists(second.socket())).isFalse();
    assertThat(running.status().getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
  }

  /** Another daemon's setup, with the files that its flags name. */
  private DaemonSetup written() {
    DaemonSetup second = DaemonSetup.in(folder, "");
    try (DaemonUnderTest daemon = new DaemonUnderTest(second)) {
      return daemon.setup();
    }
  }

  private HostSnapshot snapshot(DaemonSetup setup) {
    return HostSnapshot.take(setup, crij.node().network());
  }
}
