package io.crij.runtime.spec;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.sandbox.NamespaceMode;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.SandboxConfig;
import io.crij.sandbox.SandboxMetadata;
import io.crij.sandbox.SandboxPlaces;
import io.crij.sandbox.SandboxState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pod sandboxes whose places lie in a directory. */
final class Pods {
  private final Path directory;

  Pods(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("shm"));
    Files.writeString(directory.resolve("hostname"), "web-0\n");
    Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
    Files.writeString(directory.resolve("resolv.conf"), "nameserver 10.0.0.1\n");
  }

  Path namespaces() {
    return directory.resolve("pins/ns");
  }

  Sandbox shared() {
    return with(NamespaceMode.POD, NamespaceMode.POD, false);
  }

  Sandbox privileged() {
    return with(NamespaceMode.POD, NamespaceMode.CONTAINER, true);
  }

  Sandbox ofNode() {
    return with(NamespaceMode.NODE, NamespaceMode.NODE, false);
  }

  /**
   * @param net of the network and IPC namespaces
   */
  Sandbox with(NamespaceMode net, NamespaceMode pid, boolean privileged) {
    SandboxConfig config =
        new SandboxConfig(
            new SandboxMetadata("web", "uid-1", "default", 0),
            "web-0",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of("run.oci.handler", "krun"),
            Map.of("org.systemd.property.ExecStartPre", "'/canary'"),
            "",
            Map.of(),
            net,
            pid,
            net,
            privileged,
            "");
    Set<NamespaceKind> pinned = EnumSet.noneOf(NamespaceKind.class);
    if (net == NamespaceMode.POD) {
      pinned.addAll(Set.of(NamespaceKind.NET, NamespaceKind.IPC, NamespaceKind.UTS));
    }
    if (pid == NamespaceMode.POD) {
      pinned.add(NamespaceKind.PID);
    }
    SandboxPlaces places =
        new SandboxPlaces(
            namespaces(),
            pinned,
            directory.resolve("shm"),
            directory.resolve("hostname"),
            directory.resolve("hosts"),
            directory.resolve("resolv.conf"),
            new CgroupPath("/crij-test"));
    return new Sandbox(
        "ab".repeat(32), config, new SandboxState.Ready(), Instant.EPOCH, List.of(), places);
  }
}
