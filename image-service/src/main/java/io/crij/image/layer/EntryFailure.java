package io.crij.image.layer;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.operations.failure.Failure;
import java.io.IOException;

/** Tells the layer's fault from the host's. */
final class EntryFailure {
  private EntryFailure() {}

  static Failure of(LayerEntry entry, IOException e) {
    String what = "entry " + entry.path();
    if (e instanceof KernelException kernel) {
      return kernel.is(
              Errno.ELOOP,
              Errno.ENOTDIR,
              Errno.EXDEV,
              Errno.ENAMETOOLONG,
              Errno.EEXIST,
              Errno.ENOENT,
              Errno.EMLINK,
              Errno.EINVAL)
          ? BadLayer.malformed(what + " cannot be made", e)
          : Failure.wrap(what + " of the layer was not made", e);
    }
    return BadLayer.malformed(what + " cannot be read", e);
  }
}
