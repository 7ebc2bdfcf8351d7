package io.crij.runtime.rpc;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.runtime.container.Containers;
import io.crij.sandbox.Sandboxes;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What pods and containers may keep of their requests, each and all together: within the heap, and
 * such that a List of them fits in the 16 MiB that clients take.
 */
final class RequestMemory {
  private static final long LIST = 12L << 20;
  private static final int HEAP_FRACTION = 6;

  private final KeptBytes pods;
  private final KeptBytes containers;
  private final KeptBytes listedContainers;

  RequestMemory(Sandboxes sandboxes, Containers existing, long heap) {
    long part = heap / HEAP_FRACTION;
    pods =
        new KeptBytes(
            "the labels and annotations of all pod sandboxes",
            Math.min(LIST, part),
            () ->
                sandboxes.list().stream()
                    .mapToLong(
                        pod ->
                            ConfigSize.of(pod.config().labels())
                                + ConfigSize.of(pod.config().annotations()))
                    .sum());
    containers =
        new KeptBytes(
            "the configurations of all containers",
            part,
            () ->
                existing.list().stream()
                    .mapToLong(container -> container.config().getSerializedSize())
                    .sum());
    listedContainers =
        new KeptBytes(
            "the labels and annotations of all containers",
            Math.min(LIST, part),
            () -> existing.list().stream().mapToLong(each -> listed(each.config())).sum());
  }

  private static long listed(ContainerConfig config) {
    return ConfigSize.of(config.getLabelsMap()) + ConfigSize.of(config.getAnnotationsMap());
  }

  <T> CompletableFuture<T> forPod(PodSandboxConfig config, Supplier<CompletableFuture<T>> call) {
    return pods.within(ConfigSize.require("pod sandbox", config), call);
  }

  <T> CompletableFuture<T> forContainer(
      ContainerConfig config, Supplier<CompletableFuture<T>> call) {
    int size = ConfigSize.require("container", config);
    return containers.within(size, () -> listedContainers.within(listed(config), call));
  }
}
