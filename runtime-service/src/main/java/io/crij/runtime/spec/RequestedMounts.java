package io.crij.runtime.spec;

import io.crij.cri.v1.Mount;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.spec.OciMount;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The volumes that a request asks for, in its order.
 *
 * @param mounts for config.json
 * @param shown for ContainerStatus
 */
record RequestedMounts(List<OciMount> mounts, List<ContainerMount> shown) {
  private static final int MOST = 4096;

  static RequestedMounts of(
      List<Mount> requested, Map<Integer, ImageMount> images, RuntimeFacts runtime, HostPaths host)
      throws IOException {
    if (requested.size() > MOST) {
      throw new Field("mounts", requested.size() + " mounts")
          .wrong("are too many", "Ask for " + MOST + " at most.");
    }
    List<OciMount> mounts = new ArrayList<>();
    List<ContainerMount> shown = new ArrayList<>();
    Set<String> destinations = new HashSet<>();
    for (int i = 0; i < requested.size(); i++) {
      Mount mount = requested.get(i);
      String field = "mounts[" + i + "]";
      requireOneSource(field, mount);
      Field container = new Field(field + ".container_path", mount.getContainerPath());
      String destination = MountDestination.require(container);
      if (!destinations.add(destination)) {
        throw container.wrong("is the destination of two mounts", "Mount one thing there only.");
      }
      Propagation propagation = MountOptions.propagation(field, mount);
      if (mount.hasImage()) {
        List<String> options = MountOptions.ofImage(field, mount, propagation);
        ImageMount image = images.get(i);
        mounts.add(new OciMount(destination, "bind", image.source().toString(), options));
        shown.add(shownImage(mount, host.own(image.source()), image.imageId()));
        continue;
      }
      List<String> options = MountOptions.of(field, mount, propagation, runtime);
      HostObject source = host.resolve(new Field(field + ".host_path", mount.getHostPath()));
      SharedMounts.require(field, source.path(), propagation);
      mounts.add(new OciMount(destination, "bind", source.path().toString(), options));
      shown.add(shown(mount, propagation, source));
    }
    return new RequestedMounts(List.copyOf(mounts), List.copyOf(shown));
  }

  private static void requireOneSource(String field, Mount mount) {
    if (mount.hasImage() && !mount.getHostPath().isEmpty()) {
      throw new Field(field + ".host_path", mount.getHostPath())
          .wrong("is set beside image", "Mount one of them.");
    }
    if (!mount.hasImage() && !mount.getImageSubPath().isEmpty()) {
      throw new Field(field + ".image_sub_path", mount.getImageSubPath())
          .wrong("is set without image", "Set image, or leave it out.");
    }
    if (mount.getUidMappingsCount() > 0 || mount.getGidMappingsCount() > 0) {
      throw unsupported(field, "other owners (an idmapped mount)");
    }
  }

  private static FailedPrecondition unsupported(String field, String what) {
    return new FailedPrecondition(
        field + " asks for " + what + ", which is not supported yet", "Mount a path of the node.");
  }

  private static ContainerMount shown(Mount mount, Propagation propagation, HostObject source) {
    return new ContainerMount(
        mount.getContainerPath(),
        mount.getHostPath(),
        mount.getReadonly(),
        mount.getRecursiveReadOnly(),
        mount.getSelinuxRelabel(),
        propagation,
        source.path().toString(),
        source.status().dev(),
        source.status().ino(),
        Optional.empty());
  }

  private static ContainerMount shownImage(Mount mount, HostObject source, String imageId) {
    return new ContainerMount(
        mount.getContainerPath(),
        mount.getImage().getImage(),
        true,
        mount.getRecursiveReadOnly(),
        false,
        Propagation.PRIVATE,
        source.path().toString(),
        source.status().dev(),
        source.status().ino(),
        Optional.of(imageId));
  }

  List<String> destinations() {
    return mounts.stream().map(OciMount::destination).toList();
  }

  /** Of the root file system: as much as the volume that propagates most. Empty: the default. */
  String rootfsPropagation() {
    return shown.stream()
        .map(ContainerMount::propagation)
        .max(Propagation::compareTo)
        .filter(most -> most != Propagation.PRIVATE)
        .map(Propagation::option)
        .orElse("");
  }
}
