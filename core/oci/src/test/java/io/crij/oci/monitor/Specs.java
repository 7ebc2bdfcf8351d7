package io.crij.oci.monitor;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.spec.OciCapabilities;
import io.crij.oci.spec.OciLinux;
import io.crij.oci.spec.OciMemory;
import io.crij.oci.spec.OciMount;
import io.crij.oci.spec.OciNamespace;
import io.crij.oci.spec.OciProcess;
import io.crij.oci.spec.OciResources;
import io.crij.oci.spec.OciRoot;
import io.crij.oci.spec.OciSpec;
import io.crij.oci.spec.OciUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Kinds of containers for tests.
 *
 * @param ownPids whether it has a PID namespace of its own
 * @param memory its limit in bytes
 */
public record Specs(boolean ownPids, boolean terminal, String cwd, OptionalLong memory) {
  static final Specs SEALED = new Specs(true, false, "/", OptionalLong.empty());
  static final Specs SHARED_PIDS = new Specs(false, false, "/", OptionalLong.empty());
  static final Specs TERMINAL = new Specs(true, true, "/", OptionalLong.empty());

  static Specs in(String cwd) {
    return new Specs(true, false, cwd, OptionalLong.empty());
  }

  static Specs limited(long memory) {
    return new Specs(true, false, "/", OptionalLong.of(memory));
  }

  OciProcess process(List<String> command) {
    List<String> capabilities = List.of("CAP_KILL");
    return new OciProcess(
        terminal,
        OciUser.ROOT,
        command,
        List.of("PATH=/usr/bin:/bin", "MARK=of-the-container"),
        cwd,
        Optional.of(
            new OciCapabilities(capabilities, capabilities, List.of(), capabilities, List.of())),
        List.of(),
        true,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  OciSpec spec(Path rootfs, CgroupPath cgroup, List<String> command) {
    List<OciNamespace> namespaces =
        Stream.of("mount", "ipc", "uts", "network", "pid")
            .filter(type -> ownPids || !type.equals("pid"))
            .map(type -> new OciNamespace(type, ""))
            .toList();
    return new OciSpec(
        "1.0.2",
        process(command),
        new OciRoot(rootfs.toString(), true),
        "",
        List.of(
            new OciMount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")),
            new OciMount("/dev", "tmpfs", "tmpfs", List.of("nosuid", "mode=755", "size=64k")),
            new OciMount("/dev/pts", "devpts", "devpts", List.of("newinstance", "ptmxmode=0666"))),
        Map.of(),
        new OciLinux(
            namespaces,
            List.of(),
            cgroup.path(),
            resources(),
            Optional.empty(),
            "private",
            List.of(),
            List.of(),
            Map.of(),
            Optional.empty()));
  }

  private OciResources resources() {
    Optional<OciMemory> limit =
        memory.isPresent()
            ? Optional.of(new OciMemory(memory, OptionalLong.empty(), memory))
            : Optional.empty();
    return new OciResources(
        List.of(), limit, Optional.empty(), Optional.empty(), List.of(), Map.of());
  }
}
