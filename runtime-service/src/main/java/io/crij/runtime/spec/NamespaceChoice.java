package io.crij.runtime.spec;

import io.crij.cri.v1.NamespaceOption;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.oci.spec.OciNamespace;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import io.crij.sandbox.NamespaceMode;
import io.crij.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The namespaces of a container: the pod's network, IPC and UTS, a mount and a cgroup namespace of
 * its own, and the PID namespace that it asks for. A pod's mode is what it was admitted with: no
 * container gets a namespace of the node that its pod does not have.
 */
final class NamespaceChoice {
  private NamespaceChoice() {}

  static List<OciNamespace> of(NamespaceOption wanted, Sandbox sandbox, Optional<Path> target) {
    requirePods("network", wanted.getNetwork(), sandbox.config().network());
    requirePods("ipc", wanted.getIpc(), sandbox.config().ipc());
    requireNodeUsers(wanted);
    List<OciNamespace> result = new ArrayList<>();
    result.add(new OciNamespace("mount", ""));
    result.add(new OciNamespace("cgroup", ""));
    pinned(sandbox, NamespaceKind.NET).map(p -> joined("network", p)).ifPresent(result::add);
    pinned(sandbox, NamespaceKind.IPC).map(p -> joined("ipc", p)).ifPresent(result::add);
    pinned(sandbox, NamespaceKind.UTS).map(p -> joined("uts", p)).ifPresent(result::add);
    pid(wanted, sandbox, target).ifPresent(result::add);
    return result;
  }

  private static Optional<Path> pinned(Sandbox sandbox, NamespaceKind kind) {
    return sandbox.places().namespace(kind);
  }

  private static OciNamespace joined(String type, Path path) {
    return new OciNamespace(type, path.toString());
  }

  private static void requirePods(
      String field, io.crij.cri.v1.NamespaceMode wanted, NamespaceMode pod) {
    switch (wanted) {
      case POD -> {}
      case NODE -> requireNode(field, pod);
      case CONTAINER, TARGET, UNRECOGNIZED ->
          throw wrong(field, wanted.toString(), "Use POD or NODE: containers of a pod share it.");
    }
  }

  private static void requireNode(String field, NamespaceMode pod) {
    if (pod != NamespaceMode.NODE) {
      throw wrong(field, "NODE", "Run the pod sandbox with NODE too, or use POD.");
    }
  }

  private static Optional<OciNamespace> pid(
      NamespaceOption wanted, Sandbox sandbox, Optional<Path> target) {
    NamespaceMode pod = sandbox.config().pid();
    return switch (wanted.getPid()) {
      case CONTAINER -> Optional.of(new OciNamespace("pid", ""));
      case NODE -> {
        requireNode("pid", pod);
        yield Optional.empty();
      }
      case POD -> ofPod(sandbox);
      case TARGET -> Optional.of(joined("pid", target.orElseThrow(() -> noTarget(wanted))));
      case UNRECOGNIZED ->
          throw wrong("pid", wanted.getPid().toString(), "Use POD, CONTAINER, NODE or TARGET.");
    };
  }

  /** In a pod whose containers have one each, the default of a request means just that. */
  private static Optional<OciNamespace> ofPod(Sandbox sandbox) {
    return switch (sandbox.config().pid()) {
      case NODE -> Optional.empty();
      case CONTAINER, TARGET -> Optional.of(new OciNamespace("pid", ""));
      case POD ->
          Optional.of(
              joined(
                  "pid",
                  pinned(sandbox, NamespaceKind.PID)
                      .orElseThrow(
                          () ->
                              new FailedPrecondition(
                                  "the shared PID namespace of " + sandbox.text() + " is gone",
                                  "Stop and remove the pod sandbox, and run it again."))));
    };
  }

  private static FailedPrecondition noTarget(NamespaceOption wanted) {
    return new FailedPrecondition(
        "container " + PlainText.quoted(wanted.getTargetId()) + " has no PID namespace to share",
        "Give the target_id of a running container of the same pod.");
  }

  private static void requireNodeUsers(NamespaceOption wanted) {
    if (wanted.hasUsernsOptions()
        && wanted.getUsernsOptions().getMode() != io.crij.cri.v1.NamespaceMode.NODE) {
      throw new FailedPrecondition(
          "A user namespace of its own is asked for, which pods here cannot have",
          "Use mode NODE in userns_options (hostUsers: true in the pod).");
    }
  }

  private static InvalidArgument wrong(String field, String mode, String advice) {
    return new Field("namespace_options." + field, mode)
        .wrong("is not possible for this container", advice);
  }
}
