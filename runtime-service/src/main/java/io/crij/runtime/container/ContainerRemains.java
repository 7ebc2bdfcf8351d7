package io.crij.runtime.container;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerMetadata;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.monitor.RuntimeBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a container without a readable record has left: its bundle says where the rest is. */
record ContainerRemains(ContainerParts parts, ContainerPlaces places) {
  private static final Logger log = LoggerFactory.getLogger(ContainerRemains.class);
  private static final String UNKNOWN = "unknown";

  /** In place of the lost one; never shown, and with all that its undo needs. */
  Container container(String id) {
    Optional<Found> found = find(id);
    return new Container(
        id,
        found.map(Found::sandboxId).orElse(""),
        ContainerConfig.newBuilder()
            .setMetadata(ContainerMetadata.newBuilder().setName(UNKNOWN))
            .build(),
        new UsedImage(UNKNOWN, UNKNOWN),
        parts.handlers().holding(id).orElse(parts.handlers().defaultName()),
        // Without a bundle nothing was started, so that no group of it is there.
        found.map(Found::cgroup).orElse(new CgroupPath("/crij-" + id)),
        Optional.empty(),
        parts.clock().instant(),
        new ContainerState.Removing(Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  boolean runs(Container container) throws IOException {
    return !parts.cgroups().isEmpty(container.cgroup());
  }

  private record Found(CgroupPath cgroup, String sandboxId) {}

  private Optional<Found> find(String id) {
    RuntimeBundle bundle = new RuntimeBundle(places.bundle(id).directory());
    try {
      CgroupPath cgroup = bundle.cgroup();
      // A pod's UTS namespace is always its own, in the directory of the pod.
      Optional<Path> pod = bundle.namespace("uts").map(Path::getParent).map(Path::getFileName);
      return pod.map(name -> new Found(cgroup, name.toString()));
    } catch (IOException | RuntimeException none) {
      log.debug("container {} has no bundle", id, none);
      return Optional.empty();
    }
  }
}
