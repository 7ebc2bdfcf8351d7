package io.crij.sandbox;

import io.crij.linux.cgroup.CgroupPath;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where sandboxes are kept and how long their steps may take.
 *
 * @param root state that outlives a boot: {@code sandboxes/ID/sandbox.json}
 * @param runroot what ends with the boot: {@code ns/ID}, {@code sandboxes/ID}
 * @param podCgroups group above those of pods without a cgroup parent; some part of its name
 *     contains "crij"
 * @param resolvConf copied for pods without DNS configuration
 * @param hosts copied for pods in the node's network
 * @param catatonit a static program that holds PID namespaces
 * @param shmBytes size of /dev/shm
 * @param stepDeadline for a step that only asks the kernel or the disk
 * @param networkDeadline for ADD, and again for DEL; longer than those of CNI
 * @param occupantsDeadline for the end of all containers of a pod
 */
public record SandboxSettings(
    Path root,
    Path runroot,
    CgroupPath podCgroups,
    Path resolvConf,
    Path hosts,
    Path catatonit,
    long shmBytes,
    Duration stepDeadline,
    Duration networkDeadline,
    Duration occupantsDeadline) {
  private static final long SHM_BYTES = 64L << 20;

  /** With the paths and times of an ordinary node. */
  public static SandboxSettings of(Path root, Path runroot, Duration networkDeadline) {
    return new SandboxSettings(
        root,
        runroot,
        new CgroupPath("/crij"),
        Path.of("/etc/resolv.conf"),
        Path.of("/etc/hosts"),
        Path.of("/usr/bin/catatonit"),
        SHM_BYTES,
        Duration.ofSeconds(30),
        networkDeadline,
        Duration.ofMinutes(2));
  }
}
