package io.crij.runtime.container;

import io.crij.oci.attach.AttachPoint;
import io.crij.oci.runtime.OciRuntime;
import io.crij.oci.spec.OciProcess;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What it takes to stream into a container and out of it.
 *
 * @param runtime that made the container
 * @param work directory of ours for small files that a reboot makes worthless
 * @param bundle directory of config.json, where the monitor has its socket
 */
public record ContainerAccess(Container container, OciRuntime runtime, Path work, Path bundle) {
  /**
   * What the container's first process was made from: an exec has its rights, no more. Reads a
   * file.
   */
  public OciProcess process() throws IOException {
    return new ContainerBundle(bundle.getParent()).process();
  }

  /** Where its monitor takes clients. */
  public AttachPoint attachPoint() {
    return new AttachPoint(bundle);
  }
}
