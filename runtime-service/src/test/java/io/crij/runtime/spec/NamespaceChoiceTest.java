package io.crij.runtime.spec;

import static io.crij.cri.v1.NamespaceMode.CONTAINER;
import static io.crij.cri.v1.NamespaceMode.NODE;
import static io.crij.cri.v1.NamespaceMode.POD;
import static io.crij.cri.v1.NamespaceMode.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.UserNamespace;
import io.crij.oci.spec.OciNamespace;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.sandbox.NamespaceMode;
import io.crij.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NamespaceChoiceTest {
  @TempDir Path temporary;
  private Pods pods;

  @BeforeEach
  void makePods() throws IOException {
    pods = new Pods(temporary);
  }

  private static List<OciNamespace> choose(NamespaceOption.Builder wanted, Sandbox sandbox) {
    return NamespaceChoice.of(wanted.build(), sandbox, Optional.empty());
  }

  private static NamespaceOption.Builder pid(io.crij.cri.v1.NamespaceMode mode) {
    return NamespaceOption.newBuilder().setPid(mode);
  }

  private OciNamespace pinned(String type, String file) {
    return new OciNamespace(type, pods.namespaces().resolve(file).toString());
  }

  private static OciNamespace fresh(String type) {
    return new OciNamespace(type, "");
  }

  @Test
  void thePodsNamespacesAreJoined() {
    assertThat(choose(pid(POD), pods.shared()))
        .containsExactlyInAnyOrder(
            fresh("mount"),
            fresh("cgroup"),
            pinned("network", "net"),
            pinned("ipc", "ipc"),
            pinned("uts", "uts"),
            pinned("pid", "pid"));
  }

  @Test
  void aContainerCanHaveItsOwnProcesses() {
    assertThat(choose(pid(CONTAINER), pods.shared())).contains(fresh("pid"));
    Sandbox own = pods.with(NamespaceMode.POD, NamespaceMode.CONTAINER, false);
    assertThat(choose(pid(POD), own)).contains(fresh("pid"));
  }

  @Test
  void aPodOfTheNodeUsesTheNodes() {
    assertThat(
            choose(
                NamespaceOption.newBuilder().setNetwork(NODE).setIpc(NODE).setPid(NODE),
                pods.ofNode()))
        .containsExactlyInAnyOrder(fresh("mount"), fresh("cgroup"));
    assertThat(choose(pid(POD), pods.ofNode()))
        .containsExactlyInAnyOrder(fresh("mount"), fresh("cgroup"));
  }

  @Test
  void noContainerGetsMoreOfTheNodeThanItsPod() {
    for (NamespaceOption.Builder wanted :
        List.of(
            pid(NODE),
            NamespaceOption.newBuilder().setNetwork(NODE),
            NamespaceOption.newBuilder().setIpc(NODE),
            NamespaceOption.newBuilder().setNetwork(CONTAINER),
            NamespaceOption.newBuilder().setIpc(TARGET),
            NamespaceOption.newBuilder().setPidValue(9))) {
      assertThatThrownBy(() -> choose(wanted, pods.shared()))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageStartingWith("namespace_options.");
    }
  }

  @Test
  void aTargetIsJoinedOnlyWhenItRuns() {
    NamespaceOption target = pid(TARGET).setTargetId("abc").build();

    assertThat(NamespaceChoice.of(target, pods.shared(), Optional.of(Path.of("/proc/42/ns/pid"))))
        .contains(new OciNamespace("pid", "/proc/42/ns/pid"));
    assertThatThrownBy(() -> NamespaceChoice.of(target, pods.shared(), Optional.empty()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("abc");
  }

  @Test
  void userNamespacesAreRefusedAloud() {
    assertThatThrownBy(
            () ->
                choose(
                    pid(POD).setUsernsOptions(UserNamespace.newBuilder().setMode(POD)),
                    pods.shared()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("user namespace");
    assertThat(
            choose(
                pid(POD).setUsernsOptions(UserNamespace.newBuilder().setMode(NODE)), pods.shared()))
        .noneMatch(namespace -> namespace.type().equals("user"));
  }
}
