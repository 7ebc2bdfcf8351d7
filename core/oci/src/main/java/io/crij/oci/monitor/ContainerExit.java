package io.crij.oci.monitor;

import java.time.Instant;
import java.util.Optional;

/**
 * How a container ended.
 *
 * @param code 0 to 255; 128 and the signal that killed it; 255 when nobody saw it
 * @param oomKilled whether the kernel killed one of its processes for want of memory
 * @param reason when there is more to say: {@link #MONITOR_DIED}
 */
public record ContainerExit(
    int code, Instant finishedAt, boolean oomKilled, Optional<String> reason) {
  /** The monitor ended without an exit code; the container was killed, if it still lived. */
  public static final String MONITOR_DIED = "MonitorDied";

  static final int UNKNOWN_CODE = 255;
}
