package io.crij.runtime.stats;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.linux.usage.NetworkUsage;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.Containers;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.SandboxState;
import io.crij.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The pods that can use anything, with the containers that run in them. */
public final class RunningPods {
  private final Sandboxes sandboxes;
  private final Containers containers;

  /**
   * @param ownGroup whether the pod's control group is nobody else's
   * @param network empty for a pod in the node's network
   */
  public record RunningPod(
      Sandbox sandbox,
      List<Container> containers,
      boolean ownGroup,
      Optional<NetworkUsage> network) {
    public RunningPod {
      containers = List.copyOf(containers);
    }
  }

  RunningPods(Sandboxes sandboxes, Containers containers) {
    this.sandboxes = sandboxes;
    this.containers = containers;
  }

  /** Those that are ready and meet the condition, oldest first. */
  List<Sandbox> ready(Predicate<Sandbox> wanted) {
    return sandboxes.list().stream()
        .filter(sandbox -> sandbox.state().isReady())
        .filter(wanted)
        .toList();
  }

  /**
   * The pod with this id, ready or not.
   *
   * @throws Failure InvalidArgument for an empty or ambiguous id, NotFound
   */
  Sandbox require(String idOrPrefix) {
    Sandbox found = sandboxes.require(idOrPrefix);
    if (found.state() instanceof SandboxState.Creating) {
      throw new NotFound(
          found.text() + " is still being made", "Ask again when RunPodSandbox has answered.");
    }
    return found;
  }

  /** Goes into their network namespaces: platform threads only. */
  List<RunningPod> look(List<Sandbox> wanted) {
    Map<String, List<Container>> running =
        containers.list().stream()
            .filter(Container::isRunning)
            .collect(Collectors.groupingBy(Container::sandboxId));
    OwnGroups groups = new OwnGroups(ready(_ -> true).stream().map(RunningPods::group).toList());
    Map<Path, NetworkUsage> networks = networks(wanted);
    return wanted.stream()
        .map(
            pod ->
                new RunningPod(
                    pod,
                    running.getOrDefault(pod.id(), List.of()),
                    groups.isOwn(group(pod)),
                    pin(pod).map(networks::get)))
        .toList();
  }

  private static Map<Path, NetworkUsage> networks(List<Sandbox> pods) {
    List<Path> pins =
        pods.stream()
            .filter(pod -> pod.state().isReady())
            .flatMap(pod -> pin(pod).stream())
            .toList();
    try {
      return NetworkUsage.of(pins);
    } catch (IOException e) {
      throw Failure.wrap("the network counters of pods were not read", e);
    }
  }

  private static CgroupPath group(Sandbox pod) {
    return pod.places().cgroupParent();
  }

  private static Optional<Path> pin(Sandbox pod) {
    return pod.places().namespace(NamespaceKind.NET);
  }
}
