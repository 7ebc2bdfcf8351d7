package io.crij.runtime.container;

import io.crij.image.ImageView;
import io.crij.oci.runtime.OciRuntime;
import io.crij.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A container to be made, with all that its request named found.
 *
 * @param targetPidNamespace of the container whose PID namespace it shares, if it does
 */
record ContainerPlan(
    ContainerEntry entry,
    Sandbox sandbox,
    ImageView image,
    OciRuntime runtime,
    Optional<LogFile> log,
    Optional<Path> targetPidNamespace,
    ImageVolumes volumes) {

  String id() {
    return entry.id();
  }
}
