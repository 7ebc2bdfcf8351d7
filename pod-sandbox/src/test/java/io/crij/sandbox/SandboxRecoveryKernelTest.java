package io.crij.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.linux.mount.Mounts;
import io.crij.operations.record.BootId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a daemon finds that was killed, or whose node lost its power. */
final class SandboxRecoveryKernelTest {
  @TempDir private Path temporary;
  private SandboxNode node;
  private Set<String> before;

  @BeforeEach
  void makeNode() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/usr/lib/cni/bridge")), "needs containernetworking-plugins");
    node = new SandboxNode(temporary);
    node.open();
    before = NodeObjects.of(node);
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  private static Pods pod() {
    return Pods.named("pod").modes(NamespaceMode.POD, NamespaceMode.POD, NamespaceMode.POD);
  }

  private Path record(Sandbox sandbox) {
    return node.path("root/sandboxes").resolve(sandbox.id()).resolve("sandbox.json");
  }

  private static String phase(Sandbox sandbox) {
    return sandbox.state().isReady() ? "\"READY\"" : "\"NOT_READY\"";
  }

  private void edit(Sandbox sandbox, String from, String to) throws IOException {
    String text = Files.readString(record(sandbox));
    assertThat(text).contains(from);
    Files.writeString(record(sandbox), text.replace(from, to));
  }

  /** The daemon ends in this step: its undo never runs. */
  @ParameterizedTest
  @ValueSource(strings = {"cgroup", "namespaces", "network", "shm", "pid", "files", "ready"})
  void whatWasBeingMadeIsUndone(String step) throws IOException, InterruptedException {
    StringBuilder failpoints = new StringBuilder("RunPodSandbox/" + step + "/after-do=error");
    for (String undone :
        new String[] {"record", "cgroup", "namespaces", "network", "shm", "pid", "files", "sync"}) {
      failpoints.append(";RunPodSandbox/").append(undone).append("/before-undo=error");
    }
    SandboxParts parts = node.parts(failpoints.toString());
    Sandboxes killed = node.open(parts);
    assertThat(catchThrowable(() -> killed.run(pod().config()).join())).isNotNull();
    parts.debts().open().forEach(debt -> parts.debts().settled(debt.object()));
    assertThat(NodeObjects.of(node)).isNotEqualTo(before);
    for (Sandbox half : killed.list()) {
      edit(half, phase(half), "\"CREATING\"");
    }

    Sandboxes recovered = node.open();

    assertThat(recovered.list()).isEmpty();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void aReadySandboxGoesOn() throws IOException, InterruptedException {
    Sandbox pod = node.open().run(pod().config()).join();
    Set<String> running = NodeObjects.of(node);

    Sandboxes recovered = node.open();

    assertThat(recovered.list()).containsExactly(pod);
    assertThat(NodeObjects.of(node)).isEqualTo(running);
    assertThat(recovered.run(pod().config()).join()).isEqualTo(pod);
    recovered.remove(pod.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void aReadySandboxThatLostAMountIsNotReady() throws IOException, InterruptedException {
    Sandbox pod = node.open().run(pod().config()).join();
    Mounts.unmount(pod.places().shm(), true);

    Sandboxes recovered = node.open();

    assertThat(recovered.require(pod.id()).state().toString()).contains("NotReady", "shm");
    recovered.remove(pod.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"READY", "CREATING"})
  void anotherBootsSandboxGivesItsNetworkBackAndStaysListed(String phase)
      throws IOException, InterruptedException {
    Sandbox pod = node.open().run(pod().config()).join();
    edit(pod, "\"READY\"", '"' + phase + '"');
    edit(pod, BootId.current(), "00000000-0000-0000-0000-000000000000");

    Sandboxes recovered = node.open();

    assertThat(recovered.list()).singleElement().isNotEqualTo(pod);
    assertThat(recovered.require(pod.id()).state())
        .isEqualTo(new SandboxState.NotReady("The node was restarted."));
    assertThat(NodeObjects.of(node)).noneMatch(object -> object.contains("/ipam/"));
    Sandbox next = recovered.run(pod().config()).join();
    assertThat(next.id()).isNotEqualTo(pod.id());
    recovered.remove(pod.id(), Pods.EMPTY).join();
    recovered.remove(next.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void aStoppedSandboxStaysStopped() throws IOException, InterruptedException {
    Sandboxes first = node.open();
    Sandbox pod = first.run(pod().config()).join();
    first.stop(pod.id(), Pods.EMPTY).join();

    Sandboxes recovered = node.open();

    assertThat(recovered.list()).isEqualTo(first.list());
    recovered.remove(pod.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void anUnreadableRecordIsKeptAndItsObjectsAreTakenAway()
      throws IOException, InterruptedException {
    Sandbox pod = node.open().run(pod().config()).join();
    Files.writeString(record(pod), "{\"version\":1,");

    Sandboxes recovered = node.open();

    assertThat(recovered.list()).isEmpty();
    Path kept = record(pod).resolveSibling("sandbox.json.quarantined-1");
    assertThat(kept).hasContent("{\"version\":1,");
    node.open(); // and does not stumble over it
    Files.delete(kept);
    Files.delete(kept.getParent());
    assertThat(NodeObjects.of(node)).noneMatch(object -> object.contains(pod.id()));
  }
}
