package io.crij.runtime.spec;

import io.crij.cri.v1.ContainerConfig;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.event.EventLoop;
import io.crij.linux.mount.Mounts;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.linux.namespace.PinRequest;
import io.crij.linux.namespace.PodNamespaces;
import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import io.crij.linux.process.Spawner;
import io.crij.linux.thread.BoundedPool;
import io.crij.operations.record.Json;
import io.crij.sandbox.NamespaceMode;
import io.crij.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs containers to their end with real runtimes, in a pod with namespaces of its own. */
final class RealContainers implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final EventLoop loop = new EventLoop();
  private final Command command = new Command(new Spawner(loop));
  private final BoundedPool volumes = new BoundedPool("volumes", 2, 8);
  private final HostFacts host = HostFacts.detect();
  private final Cgroups cgroups = new Cgroups(host.cgroups());
  private final Path temporary = Files.createTempDirectory("crij-spec-");
  private final CgroupPath parent = new CgroupPath("/" + temporary.getFileName());
  private final Pods pods = new Pods(temporary.resolve("pod"));
  private final Path pins = pods.namespaces().getParent();
  private final Path rootfs;
  private int count;

  RealContainers() throws Exception {
    rootfs = TestRoot.make(command, temporary);
    Files.createDirectories(pins);
    Mounts.makePrivateMount(pins);
    PodNamespaces.pin(
        new PinRequest(
            pods.namespaces(),
            Set.of(NamespaceKind.NET, NamespaceKind.IPC, NamespaceKind.UTS),
            Optional.of("web-0"),
            Map.of("kernel.shm_rmid_forced", "1")));
  }

  HostFacts host() {
    return host;
  }

  Path temporary() {
    return temporary;
  }

  void onHost(String program, String... args) throws Exception {
    TestRoot.run(command, Path.of("/bin", program), args);
  }

  /** What a container left. */
  record Result(int code, String output, String errors) {
    List<String> lines() {
      return output.lines().toList();
    }

    /** The rest of the line of /proc/self/status that begins with {@code key}. */
    String status(String key) {
      return output
          .lines()
          .filter(line -> line.startsWith(key + ":"))
          .map(line -> line.substring(key.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  Result shell(RuntimePrograms runtime, ContainerConfig.Builder config, String script)
      throws Exception {
    return run(runtime, config.addCommand("/bin/sh").addArgs("-c").addArgs(script), false);
  }

  Result privilegedShell(RuntimePrograms runtime, ContainerConfig.Builder config, String script)
      throws Exception {
    return run(runtime, config.addCommand("/bin/sh").addArgs("-c").addArgs(script), true);
  }

  private Result run(RuntimePrograms runtime, ContainerConfig.Builder config, boolean privileged)
      throws Exception {
    String id = temporary.getFileName() + "-" + count++;
    Sandbox sandbox = pods.with(NamespaceMode.POD, NamespaceMode.CONTAINER, privileged);
    SpecRequest request =
        new SpecRequest(
            id,
            config.build(),
            sandbox,
            TestImages.plain(),
            rootfs,
            parent.child(id),
            runtime.facts(),
            Optional.empty(),
            Map.of());
    BuiltSpec built = new ContainerSpecs(host, volumes, LONG, false).build(request);
    Path bundle = Files.createDirectory(temporary.resolve(id));
    Files.writeString(bundle.resolve("config.json"), Json.write(built.spec()));
    SpawnRequest spawn =
        new SpawnRequest(
            runtime.program(),
            List.of(
                "--root",
                temporary.resolve("state").toString(),
                "run",
                "--bundle",
                bundle.toString(),
                id),
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "CANARY", "of the host"),
            Map.of(),
            Optional.empty());
    CommandResult result =
        command.run(new CommandRequest(spawn, Optional.empty(), 1 << 20, 1 << 20, LONG));
    return new Result(result.exit().shellCode(), text(result.stdout()), text(result.stderr()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    PodNamespaces.unpin(pods.namespaces());
    Mounts.unmount(pins, false);
    cgroups.remove(parent);
    volumes.shutdownNow();
    loop.close();
    deleteAll(temporary);
  }

  private static void deleteAll(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
