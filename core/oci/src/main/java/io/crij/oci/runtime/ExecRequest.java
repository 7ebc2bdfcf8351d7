package io.crij.oci.runtime;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.spec.OciProcess;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A command to run to its end in a running container.
 *
 * @param process without a terminal
 * @param workDirectory ours, for small files that last as long as the call
 * @param containerCgroup where the container's processes are
 * @param maxStdout bytes kept; the rest is read and dropped
 * @param maxStderr likewise
 * @param timeout all that the command started is killed then; zero for no limit
 */
public record ExecRequest(
    String containerId,
    OciProcess process,
    Path workDirectory,
    CgroupPath containerCgroup,
    int maxStdout,
    int maxStderr,
    Duration timeout) {
  public ExecRequest {
    if (process.terminal()) {
      throw new IllegalArgumentException(
          "the output of an exec goes through pipes, not a terminal");
    }
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("a negative time-out: " + timeout);
    }
  }
}
