package io.crij.sandbox;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.operations.record.RecordFile;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Where everything of a sandbox is, by its id and configuration. */
record SandboxLayout(SandboxSettings settings) {
  private static final Path NODE_SHM = Path.of("/dev/shm");

  Path records() {
    return settings.root().resolve("sandboxes");
  }

  Path recordDirectory(String id) {
    return records().resolve(id);
  }

  RecordFile<SandboxRecord> record(String id) {
    return new RecordFile<>(
        recordDirectory(id).resolve("sandbox.json"), SandboxRecord.class, SandboxRecord.VERSION);
  }

  Path namespaces() {
    return settings.runroot().resolve("ns");
  }

  Path namespaces(String id) {
    return namespaces().resolve(id);
  }

  Path volatiles() {
    return settings.runroot().resolve("sandboxes");
  }

  /** Of the files and mounts that end with the boot. */
  Path volatileDirectory(String id) {
    return volatiles().resolve(id);
  }

  Path shm(String id) {
    return volatileDirectory(id).resolve("shm");
  }

  /** Of the container that holds the PID namespace; there as long as anything of it is. */
  Path holderBundle(String id) {
    return volatileDirectory(id).resolve("pid");
  }

  /** Where monitors of such containers tell how they ended. */
  Path holderExits() {
    return settings.runroot().resolve("pid-exits");
  }

  SandboxPlaces places(String id, SandboxConfig config) {
    Path directory = volatileDirectory(id);
    return new SandboxPlaces(
        namespaces(id),
        pinned(config),
        config.ipc() == NamespaceMode.POD ? shm(id) : NODE_SHM,
        directory.resolve("hostname"),
        directory.resolve("hosts"),
        directory.resolve("resolv.conf"),
        cgroupParent(id, config));
  }

  /** The UTS namespace is always the pod's own, so that no container can rename the node. */
  private static Set<NamespaceKind> pinned(SandboxConfig config) {
    Set<NamespaceKind> kinds = EnumSet.of(NamespaceKind.UTS);
    if (config.network() == NamespaceMode.POD) {
      kinds.add(NamespaceKind.NET);
    }
    if (config.ipc() == NamespaceMode.POD) {
      kinds.add(NamespaceKind.IPC);
    }
    if (config.pid() == NamespaceMode.POD) {
      kinds.add(NamespaceKind.PID);
    }
    return kinds;
  }

  /** Of a pod without a cgroup parent. */
  CgroupPath podCgroup(String id) {
    return settings.podCgroups().child("pod-" + id);
  }

  private CgroupPath cgroupParent(String id, SandboxConfig config) {
    return config.cgroupParent().isEmpty() ? podCgroup(id) : new CgroupPath(config.cgroupParent());
  }
}
