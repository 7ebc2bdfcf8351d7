package io.crij.runtime.spec;

import io.crij.oci.spec.OciSpec;
import java.util.List;

/**
 * A container ready for an OCI runtime, and what CRI's ContainerStatus says of it.
 *
 * @param mounts the request's, in its order
 * @param stopSignal the kernel's number (signal(7))
 */
public record BuiltSpec(
    OciSpec spec, List<ContainerMount> mounts, ContainerUser user, int stopSignal) {
  public BuiltSpec {
    mounts = List.copyOf(mounts);
  }
}
