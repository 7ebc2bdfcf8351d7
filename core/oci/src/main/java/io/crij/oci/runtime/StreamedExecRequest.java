package io.crij.oci.runtime;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.fd.Fd;
import io.crij.oci.spec.OciProcess;
import java.nio.file.Path;
import java.util.Map;

/**
 * A command to run in a running container with streams that the caller reads and writes.
 *
 * @param process with a terminal, all three streams must be one end of the caller's own
 * @param workDirectory ours, for small files that last as long as the command
 * @param containerCgroup where the container's processes are
 * @param streams 0, 1 and 2 of the runtime's process, /dev/null where missing; they stay the
 *     caller's
 */
public record StreamedExecRequest(
    String containerId,
    OciProcess process,
    Path workDirectory,
    CgroupPath containerCgroup,
    Map<Integer, Fd> streams) {
  public StreamedExecRequest {
    streams = Map.copyOf(streams);
  }
}
