package io.crij.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process that holds a pod's PID namespace, under the real monitor and runtimes. */
@Timeout(120)
final class PidHolderKernelTest {
  @TempDir private Path temporary;
  private SandboxNode node;
  private Sandboxes sandboxes;
  private Set<String> before;

  @BeforeEach
  void makeNode() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/usr/bin/catatonit")), "needs catatonit");
    assumeTrue(Files.exists(Path.of("/usr/bin/conmon")), "needs conmon");
    node = new SandboxNode(temporary);
    sandboxes = node.open();
    before = NodeObjects.of(node);
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  private Sandbox run(String handler) {
    assumeTrue(node.runtimes().find(handler).isPresent(), handler + " does not work here");
    return sandboxes
        .run(
            Pods.named("shared")
                .modes(NamespaceMode.NODE, NamespaceMode.POD, NamespaceMode.POD)
                .handler(handler)
                .config())
        .join();
  }

  private int holder(Sandbox pod) throws IOException {
    CgroupPath group = pod.places().cgroupParent().child("crij-pid-" + pod.id());
    assertThat(node.cgroups.pids(group)).hasSize(1);
    return node.cgroups.pids(group).iterator().next();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void holdsTheNamespaceWithoutRights(String handler) throws IOException, InterruptedException {
    Sandbox pod = run(handler);
    int pid = holder(pod);

    Path pin = pod.places().namespace(NamespaceKind.PID).orElseThrow();
    assertThat(node.sh("stat -L -c %i " + pin + " /proc/" + pid + "/ns/pid").lines().distinct())
        .hasSize(1);
    String status = Files.readString(Path.of("/proc/" + pid + "/status"));
    assertThat(status)
        .contains("Name:\tcatatonit", "NoNewPrivs:\t1", "Seccomp:\t2")
        .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000")
        .contains("Uid:\t65534\t65534")
        .containsPattern("NSpid:\t" + pid + "\t1\n");
    assertThat(node.sh("readlink /proc/" + pid + "/ns/net"))
        .isNotEqualTo(node.sh("readlink /proc/self/ns/net"));
    assertThat(Files.readString(Path.of("/proc/" + pid + "/mountinfo")).lines().findFirst())
        .get()
        .asString()
        .contains("pid-root / ro");

    sandboxes.remove(pod.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void itsEndMakesTheSandboxNotReady() throws IOException, InterruptedException {
    Sandbox pod = run("runc");

    node.sh("kill -9 " + holder(pod));

    awaitNotReady(sandboxes, pod);
    assertThat(sandboxes.require(pod.id()).state().toString()).contains("137");
    sandboxes.remove(pod.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void isWatchedAgainByTheNextDaemon() throws IOException, InterruptedException {
    Sandbox pod = run("runc");
    Sandboxes recovered = node.open();
    assertThat(recovered.require(pod.id()).state().isReady()).isTrue();

    node.sh("kill -9 " + holder(pod));

    awaitNotReady(recovered, pod);
    recovered.remove(pod.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void anUnknownHandlerIsRefused() throws IOException, InterruptedException {
    assertThatThrownBy(() -> sandboxes.run(Pods.named("other").handler("kata\n").config()).join())
        .cause()
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContainingAll("\"kata \"", "runc");
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  private static void awaitNotReady(Sandboxes sandboxes, Sandbox pod) throws InterruptedException {
    while (sandboxes.require(pod.id()).state().isReady()) {
      Thread.sleep(10); // bounded by the time-out of the test
    }
  }
}
