package io.crij.oci.monitor;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.runtime.OciRuntime;
import java.nio.file.Path;

/**
 * A container to create under a monitor of its own; the same value, made again from the container's
 * record, takes it back.
 *
 * @param containerId ours: 64 hexadecimal characters
 * @param name for people who look at the process list
 * @param bundle has config.json; ours, 0700
 * @param logFile written in the CRI log format (k8s-file)
 * @param workDirectory of this container alone: pid files and what the monitor keeps; made 0700
 * @param exitDirectory of all containers: a file for each that has ended, named by its id
 * @param monitorCgroup made for the monitor
 * @param stdinOnce the first client that goes away ends standard input
 */
public record MonitorRequest(
    String containerId,
    String name,
    Path bundle,
    OciRuntime runtime,
    Path logFile,
    Path workDirectory,
    Path exitDirectory,
    CgroupPath monitorCgroup,
    boolean terminal,
    boolean stdin,
    boolean stdinOnce) {}
