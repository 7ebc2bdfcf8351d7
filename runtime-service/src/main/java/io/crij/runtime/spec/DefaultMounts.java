package io.crij.runtime.spec;

import io.crij.oci.spec.OciMount;
import io.crij.sandbox.SandboxPlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that we mount in a container that did not ask for it: the kernel's file systems, and the
 * pod's shared memory and three files of /etc. Nothing of it is writable but what is bounded: /dev
 * and /dev/shm.
 */
final class DefaultMounts {
  private DefaultMounts() {}

  static List<OciMount> of(SandboxPlaces places, boolean privileged) {
    String system = privileged ? "rw" : "ro";
    List<OciMount> mounts = new ArrayList<>();
    mounts.add(mount("/proc", "proc", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
    mounts.add(
        mount(
            "/dev/pts",
            "devpts",
            "nosuid",
            "noexec",
            "newinstance",
            "ptmxmode=0666",
            "mode=0620",
            "gid=5"));
    mounts.add(mount("/dev/mqueue", "mqueue", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/sys", "sysfs", "nosuid", "noexec", "nodev", system));
    mounts.add(mount("/sys/fs/cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", system));
    mounts.add(bind("/dev/shm", places.shm(), "rw"));
    mounts.add(bind("/etc/hostname", places.hostnameFile(), "ro"));
    mounts.add(bind("/etc/hosts", places.hostsFile(), "ro"));
    mounts.add(bind("/etc/resolv.conf", places.resolvConf(), "ro"));
    return mounts;
  }

  private static OciMount mount(String destination, String type, String... options) {
    return new OciMount(destination, type, type, List.of(options));
  }

  private static OciMount bind(String destination, Path source, String access) {
    return new OciMount(
        destination,
        "bind",
        source.toString(),
        List.of("bind", "rprivate", access, "nosuid", "noexec", "nodev"));
  }
}
