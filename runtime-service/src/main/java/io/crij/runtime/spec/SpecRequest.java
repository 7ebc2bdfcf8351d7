package io.crij.runtime.spec;

import io.crij.cri.v1.ContainerConfig;
import io.crij.image.manifest.ImageConfig;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A container to describe.
 *
 * @param image untrusted
 * @param rootfs where the root file system is mounted, writable; its content is untrusted
 * @param cgroup of the container, not made yet
 * @param runtime what will read the result
 * @param targetPidNamespace the PID namespace of the container that {@code target_id} of the
 *     request names ("/proc/42/ns/pid"); empty when the request names none or it does not run
 * @param imageMounts what is to be bound for those of the request's mounts, by their number, that
 *     name an image
 */
public record SpecRequest(
    String containerId,
    ContainerConfig config,
    Sandbox sandbox,
    ImageConfig image,
    Path rootfs,
    CgroupPath cgroup,
    RuntimeFacts runtime,
    Optional<Path> targetPidNamespace,
    Map<Integer, ImageMount> imageMounts) {
  public SpecRequest {
    imageMounts = Map.copyOf(imageMounts);
  }
}
