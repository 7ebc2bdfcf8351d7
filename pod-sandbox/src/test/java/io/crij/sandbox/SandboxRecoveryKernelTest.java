package io.crij.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.linux.files.UserTree;
import io.crij.linux.mount.Mounts;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.BootId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    assertThatThrownBy(() -> killed.run(pod().config()).join())
        .hasMessageContaining("(stage " + step);
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

  /** Its containers may run in it: nothing is taken from under them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPodWhoseRecordCannotBeReadStaysAsItIsUntilItIsRemoved(boolean hasRecord)
      throws IOException, InterruptedException {
    String parent = node.cgroup + "/kubelet";
    Sandbox pod = node.open().run(pod().cgroupParent(parent).handler("crun").config()).join();
    Files.writeString(record(pod), "{\"version\":1,");
    Files.deleteIfExists(record(pod).resolveSibling("sandbox.json.synced"));
    if (!hasRecord) {
      Files.delete(record(pod));
      Files.delete(record(pod).getParent());
    }
    Set<String> living = withoutRecord(pod);

    Sandbox found = node.open().require(pod.id());

    assertThat(withoutRecord(pod)).isEqualTo(living);
    assertThat(((SandboxState.NotReady) found.state()).reason())
        .contains(hasRecord ? "sandbox.json.quarantined-1" : "It has no record.");
    assertThat(found.config().metadata()).isEqualTo(pod.config().metadata());
    assertThat(found.places()).isEqualTo(pod.places());
    assertThat(found.config().runtimeHandler()).isEqualTo("crun");

    Sandboxes again = node.open();
    assertThat(again.list()).containsExactly(found);
    again.remove(pod.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).noneMatch(object -> object.contains(pod.id()));
    assertThat(record(pod).getParent()).doesNotExist();
  }

  private Set<String> withoutRecord(Sandbox pod) throws IOException, InterruptedException {
    Set<String> objects = new TreeSet<>(NodeObjects.of(node));
    objects.removeIf(object -> object.contains("root/sandboxes/" + pod.id()));
    return objects;
  }

  /** As after a reboot. */
  @Test
  void whatNobodyCanLiveInIsTakenAway() throws IOException, InterruptedException {
    Sandboxes first = node.open();
    Sandbox pod = first.run(pod().config()).join();
    first.stop(pod.id(), Pods.EMPTY).join();
    Files.delete(record(pod));
    Files.writeString(record(pod).resolveSibling("sandbox.json.quarantined-1"), "{");
    Files.writeString(record(pod).resolveSibling("sandbox.json.tmp"), "{");
    UserTree.removeTree(node.path("run/sandboxes"), pod.id());

    assertThat(node.open().list()).isEmpty();

    assertThat(record(pod).getParent()).doesNotExist();
  }

  /** A failed creation has no client that would ask again; a failed stop need not have one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAnEarlierRunOwedIsPaidWithoutAClient(boolean made)
      throws IOException, InterruptedException {
    node.network(
        """
        [ "$CNI_COMMAND" = ADD ] && [ -e $base/good ] && \
          echo '{"cniVersion":"1.0.0","ips":[{"address":"10.222.7.9/24"}]}' && exit 0
        [ -e $base/paid ] && exit 0
        echo '{"cniVersion":"1.0.0","code":100,"msg":"no luck"}'; exit 1
        """);
    SandboxParts parts = node.parts("");
    Sandboxes first = node.open(parts);
    if (made) {
      Files.createFile(node.path("good"));
      Sandbox pod = first.run(pod().config()).join();
      assertThatThrownBy(() -> first.stop(pod.id(), Pods.EMPTY).join())
          .hasMessageContaining("no luck");
    } else {
      assertThatThrownBy(() -> first.run(pod().config()).join()).hasMessageContaining("no luck");
    }
    Sandbox owing = first.list().getFirst();
    parts.debts().open().forEach(debt -> parts.debts().settled(debt.object()));

    SandboxParts later = node.parts("");
    Sandboxes recovered = node.open(later);
    assertThat(recovered.list()).extracting(Sandbox::id).containsExactly(owing.id());
    assertThat(later.debts().open())
        .anyMatch(debt -> debt.what().equals("undo of network"))
        .allMatch(debt -> debt.object().contains("tests/pod"));
    Files.createFile(node.path("paid"));
    later.debts().whenPaid(later.debts().open().getFirst().object()).join();

    if (made) {
      recovered.remove(owing.id(), Pods.EMPTY).join();
    }
    assertThat(recovered.list()).isEmpty();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void recordsOfANewerProgramAreNotTouched() throws IOException, InterruptedException {
    Sandbox pod = node.open().run(pod().config()).join();
    edit(pod, "\"version\":1", "\"version\":7");
    Set<String> all = NodeObjects.of(node);

    for (ThrowingCallable start :
        List.<ThrowingCallable>of(
            node::open, () -> Sandboxes.requireKnownRecords(node.settings(SandboxNode.LONG)))) {
      assertThatThrownBy(start)
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining(record(pod) + " has version 7");
    }

    assertThat(NodeObjects.of(node)).isEqualTo(all);
    edit(pod, "\"version\":7", "\"version\":1");
    node.open().remove(pod.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }
}
