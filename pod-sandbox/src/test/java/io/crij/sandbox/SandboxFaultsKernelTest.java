package io.crij.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever goes wrong while a sandbox is made or ended, nothing is left and the next call works.
 */
final class SandboxFaultsKernelTest {
  @TempDir private Path temporary;
  private SandboxNode node;

  @BeforeEach
  void makeNode() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/usr/lib/cni/bridge")), "needs containernetworking-plugins");
    node = new SandboxNode(temporary);
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  private static Pods pod() {
    return Pods.named("pod").modes(NamespaceMode.POD, NamespaceMode.POD, NamespaceMode.POD);
  }

  private void runAndEnd(Sandboxes sandboxes, Set<String> before)
      throws IOException, InterruptedException {
    Sandbox sandbox = sandboxes.run(pod().config()).join();
    assertThat(sandbox.state()).isEqualTo(new SandboxState.Ready());
    sandboxes.remove(sandbox.id(), Pods.EMPTY).join();
    assertThat(sandboxes.list()).isEmpty();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record",
        "cgroup",
        "namespaces",
        "network",
        "shm",
        "pid",
        "sync",
        "files",
        "ready"
      })
  void aStepThatFailsLeavesNothing(String step) throws IOException, InterruptedException {
    for (String moment : new String[] {"before", "after"}) {
      String failpoint = "RunPodSandbox/" + step + "/" + moment + "-do";
      Sandboxes sandboxes = node.open(node.parts(failpoint + "=error*1"));
      Set<String> before = NodeObjects.of(node);

      assertThatThrownBy(() -> sandboxes.run(pod().config()).join())
          .cause()
          .isInstanceOf(Failure.class)
          .hasMessageContainingAll("tests/pod", "stage " + step);

      assertThat(NodeObjects.of(node)).as(failpoint).isEqualTo(before);
      assertThat(sandboxes.list()).isEmpty();
      runAndEnd(sandboxes, before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cgroup", "namespaces", "network", "shm", "pid", "files"})
  void anUndoThatFailsIsOwedAndPaidByTheNextRemoval(String step)
      throws IOException, InterruptedException {
    SandboxParts parts =
        node.parts(
            "RunPodSandbox/ready/after-do=error*1;RunPodSandbox/" + step + "/before-undo=error*1");
    Sandboxes sandboxes = node.open(parts);
    Set<String> before = NodeObjects.of(node);

    Throwable failure = catchThrowable(() -> sandboxes.run(pod().config()).join()).getCause();

    assertThat(failure.getSuppressed()).isNotEmpty();
    for (Sandbox owing : sandboxes.list()) {
      assertThat(owing.state()).isInstanceOf(SandboxState.NotReady.class);
      removeUntilItSucceeds(sandboxes, owing.id());
    }
    assertThat(sandboxes.list()).isEmpty();
    parts.debts().open().forEach(debt -> parts.debts().whenPaid(debt.object()).join());
    assertThat(NodeObjects.of(node)).isEqualTo(before);
    runAndEnd(sandboxes, before);
  }

  /** A debt may be at work on the very same thing; kubelets repeat the call too. */
  private static void removeUntilItSucceeds(Sandboxes sandboxes, String id) {
    for (int attempt = 0; attempt < 20; attempt++) {
      if (catchThrowable(() -> sandboxes.remove(id, Pods.EMPTY).join()) == null) {
        return;
      }
    }
    sandboxes.remove(id, Pods.EMPTY).join();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "echo '{\"code\":100,\"msg\":\"no address today\"}'; exit 1|no address today",
        "echo garbage|no JSON: garbage",
        "kill -SEGV $$|SIGSEGV"
      })
  void aPluginThatFailsIsQuoted(String script, String said)
      throws IOException, InterruptedException {
    Sandboxes sandboxes = node.open();
    Set<String> before = NodeObjects.of(node);
    node.network("[ $CNI_COMMAND = ADD ] || exit 0\n" + script + "\n");

    assertThatThrownBy(() -> sandboxes.run(pod().config()).join())
        .cause()
        .hasMessageContainingAll(said, "stage network");

    assertThat(NodeObjects.of(node)).isEqualTo(before);
    node.realNetwork();
    runAndEnd(sandboxes, before);
  }

  @Test
  void aPluginThatHangsEndsWithItsDeadline() throws IOException, InterruptedException {
    SandboxParts parts = node.parts("");
    Sandboxes sandboxes = node.open(withNetworkDeadline(parts, Duration.ofSeconds(1)));
    Set<String> before = NodeObjects.of(node);
    node.network("[ $CNI_COMMAND = ADD ] || exit 0\nexec sleep 1000\n");

    assertThatThrownBy(() -> sandboxes.run(pod().config()).join())
        .cause()
        .isInstanceOf(DeadlineExceeded.class)
        .hasMessageContaining("stage network");

    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  private SandboxParts withNetworkDeadline(SandboxParts parts, Duration deadline) {
    return new SandboxParts(
        node.settings(deadline),
        parts.cni(),
        parts.cgroups(),
        parts.runtimes(),
        parts.conmon(),
        parts.exits(),
        parts.operations(),
        parts.runner(),
        parts.debts(),
        parts.wallClock());
  }

  @Test
  void withoutANetworkConfigurationNoPodIsMade() throws IOException, InterruptedException {
    Sandboxes sandboxes = node.open();
    Set<String> before = NodeObjects.of(node);
    Files.delete(node.path("net.d/10-pods.conflist"));

    assertThatThrownBy(() -> sandboxes.run(pod().config()).join())
        .cause()
        .isInstanceOf(Unavailable.class);

    assertThat(NodeObjects.of(node)).isEqualTo(before);
    node.realNetwork();
    runAndEnd(sandboxes, before);
  }

  /** DEL needs the namespace, so the pin waits for it. */
  @Test
  void aDetachThatFailsKeepsTheNamespaceForTheNextStop() throws IOException, InterruptedException {
    Sandboxes sandboxes = node.open();
    Set<String> before = NodeObjects.of(node);
    Sandbox sandbox = sandboxes.run(pod().config()).join();
    String portmap = "echo '{\"code\":11,\"msg\":\"not now\"}'; exit 1\n";
    node.plugin("portmap", portmap);

    assertThatThrownBy(() -> sandboxes.stop(sandbox.id(), Pods.EMPTY).join())
        .cause()
        .hasMessageContainingAll("not now", "undo of network");
    assertThat(sandboxes.require(sandbox.id()).state().isReady()).isFalse();
    assertThat(NodeObjects.of(node)).contains("mount " + sandbox.places().namespaces() + "/net");

    node.realNetwork();
    removeUntilItSucceeds(sandboxes, sandbox.id());
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void nothingIsTakenFromContainersThatDoNotEnd() throws IOException, InterruptedException {
    Sandboxes sandboxes = node.open();
    Set<String> before = NodeObjects.of(node);
    Sandbox sandbox = sandboxes.run(pod().config()).join();
    Set<String> whileRunning = NodeObjects.of(node);
    SandboxOccupants stubborn =
        new SandboxOccupants() {
          @Override
          public void stopAll(String sandboxId, StepContext context) throws IOException {
            throw new IOException("process 7 does not end");
          }

          @Override
          public void removeAll(String sandboxId, StepContext context) {}
        };

    assertThatThrownBy(() -> sandboxes.remove(sandbox.id(), stubborn).join())
        .cause()
        .hasMessageContaining("process 7 does not end");

    assertThat(NodeObjects.of(node)).isEqualTo(whileRunning);
    assertThat(sandboxes.require(sandbox.id()).state()).isInstanceOf(SandboxState.NotReady.class);
    sandboxes.remove(sandbox.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }
}
