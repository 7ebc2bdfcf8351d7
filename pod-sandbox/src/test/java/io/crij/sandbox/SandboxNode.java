package io.crij.sandbox;

import io.crij.cni.Cni;
import io.crij.cni.CniSettings;
import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.event.EventLoop;
import io.crij.linux.mount.MountEntry;
import io.crij.linux.mount.MountTable;
import io.crij.linux.mount.Mounts;
import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import io.crij.linux.process.Spawner;
import io.crij.linux.thread.BoundedPool;
import io.crij.linux.thread.NamedThreads;
import io.crij.oci.monitor.Conmon;
import io.crij.oci.monitor.ExitWatches;
import io.crij.oci.runtime.RuntimeHandler;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.runtime.RuntimeProber;
import io.crij.operations.clock.SteadyClock;
import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.operation.Operations;
import io.crij.operations.step.StepRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A node in a temporary directory: real kernel, real plugins, a host network of its own. */
final class SandboxNode implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(1);
  static final List<String> REAL_PLUGINS = List.of("bridge", "host-local", "portmap");

  final Path base;
  final CgroupPath cgroup;
  final Command command;
  final Cgroups cgroups;
  private final EventLoop loop = new EventLoop();
  private final Spawner spawner = new Spawner(loop);
  private final BoundedPool pool = new BoundedPool("sandbox-test", 16, 256);
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(1, NamedThreads.platform("sandbox-timer"));
  private final ExitWatches exits;
  private final RuntimeHandlers runtimes;

  SandboxNode(Path base) throws IOException, InterruptedException {
    this.base = base;
    this.command = new Command(spawner);
    this.cgroups = new Cgroups(CgroupHost.detect());
    this.exits = new ExitWatches(loop, cgroups);
    this.cgroup =
        new CgroupPath("/crij-sandbox-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    for (String directory : List.of("root", "run", "net.d", "bin", "log")) {
      Files.createDirectory(base.resolve(directory));
    }
    Files.writeString(path("resolv.conf"), "nameserver 192.0.2.53\nsearch node.test\n");
    Files.writeString(path("hosts"), "127.0.0.1 localhost\n192.0.2.1 node.test\n");
    Files.createFile(path("host"));
    sh("unshare --net=" + path("host") + " ip link set lo up");
    this.runtimes =
        RuntimeHandlers.probe(
            List.of(
                new RuntimeHandler("runc", Path.of("/usr/sbin/runc"), path("run/runc")),
                new RuntimeHandler("crun", Path.of("/usr/bin/crun"), path("run/crun"))),
            "runc",
            new RuntimeProber(spawner, cgroups));
    realNetwork();
  }

  Path path(String name) {
    return base.resolve(name);
  }

  RuntimeHandlers runtimes() {
    return runtimes;
  }

  /** The real plugins, each run in the network namespace that stands for the host's. */
  void realNetwork() throws IOException {
    for (String name : REAL_PLUGINS) {
      plugin(name, "exec nsenter --net=" + path("host") + " /usr/lib/cni/" + name + "\n");
    }
    Files.writeString(
        path("net.d/10-pods.conflist"),
        """
        {"cniVersion": "1.0.0", "name": "pods", "plugins": [
          {"type": "bridge", "bridge": "pods0", "isGateway": true, "ipMasq": true,
           "ipam": {"type": "host-local", "dataDir": "%s",
                    "ranges": [[{"subnet": "10.222.7.0/24"}]],
                    "routes": [{"dst": "0.0.0.0/0"}]}},
          {"type": "portmap", "capabilities": {"portMappings": true}}]}
        """
            .formatted(path("ipam")));
  }

  /** A plugin that is a shell script; {@code $base} is the directory of this node. */
  void plugin(String name, String script) throws IOException {
    Path file = path("bin").resolve(name);
    Path temporary = path("bin").resolve("." + name + ".new");
    Files.writeString(temporary, "#!/bin/sh\nbase=" + base + "\n" + script);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    // A program that is being written cannot be run.
    Files.move(temporary, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** A network of one plugin. */
  void network(String script) throws IOException {
    plugin("faulty", script);
    Files.writeString(
        path("net.d/10-pods.conflist"),
        "{\"cniVersion\":\"1.0.0\",\"name\":\"pods\",\"plugins\":[{\"type\":\"faulty\"}]}");
  }

  Sandboxes open() {
    return open(parts(""));
  }

  Sandboxes open(SandboxParts parts) {
    return Sandboxes.open(parts);
  }

  SandboxParts parts(String failpoints) {
    return parts(failpoints, settings(LONG));
  }

  /** Of another daemon beside this one, with roots of its own and the same control group. */
  SandboxParts partsIn(String directory) throws IOException {
    SandboxSettings ours = settings(LONG);
    Path own = Files.createDirectory(path(directory));
    return parts(
        "",
        new SandboxSettings(
            Files.createDirectory(own.resolve("root")),
            Files.createDirectory(own.resolve("run")),
            ours.podCgroups(),
            ours.resolvConf(),
            ours.hosts(),
            ours.catatonit(),
            ours.shmBytes(),
            ours.stepDeadline(),
            ours.networkDeadline(),
            ours.occupantsDeadline()));
  }

  private SandboxParts parts(String failpoints, SandboxSettings settings) {
    Clock clock = SteadyClock.create();
    Debts debts = new Debts(timer, pool, clock);
    return new SandboxParts(
        settings,
        new Cni(
            new CniSettings(
                path("net.d"), List.of(path("bin")), path("cni"), LONG, LONG, Optional.empty()),
            command),
        cgroups,
        runtimes,
        new Conmon(Path.of("/usr/bin/conmon"), spawner, cgroups),
        exits,
        new Operations(pool, 64, clock),
        new StepRunner(Failpoints.parse(failpoints), debts, timer, pool, clock),
        debts,
        Clock.systemUTC());
  }

  SandboxSettings settings(Duration networkDeadline) {
    return new SandboxSettings(
        path("root"),
        path("run"),
        cgroup,
        path("resolv.conf"),
        path("hosts"),
        Path.of("/usr/bin/catatonit"),
        64L << 20,
        LONG,
        networkDeadline,
        LONG);
  }

  /** What a program in the pinned namespaces of a pod prints. */
  String inPod(Sandbox sandbox, String script) throws IOException, InterruptedException {
    StringBuilder enter = new StringBuilder("exec nsenter");
    sandbox
        .places()
        .pinned()
        .forEach(
            kind ->
                enter
                    .append(" --")
                    .append(kind.fileName())
                    .append('=')
                    .append(sandbox.places().namespace(kind).orElseThrow()));
    return sh(enter + " -- sh -c '" + script + "'");
  }

  String onHost(String script) throws IOException, InterruptedException {
    return sh("exec nsenter --net=" + path("host") + " sh -c '" + script + "'");
  }

  String sh(String script) throws IOException, InterruptedException {
    CommandResult result =
        command.run(
            new CommandRequest(
                new SpawnRequest(
                    Path.of("/bin/sh"),
                    List.of("-c", script),
                    Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                    Map.of(),
                    Optional.empty()),
                Optional.empty(),
                1 << 20,
                1 << 16,
                LONG));
    if (result.exit().shellCode() != 0) {
      throw new IOException(script + ": " + new String(result.stderr(), StandardCharsets.UTF_8));
    }
    return new String(result.stdout(), StandardCharsets.UTF_8).strip();
  }

  /** Whatever a failed test left goes, so that it harms no other. */
  @Override
  public void close() throws IOException {
    if (cgroups.exists(cgroup)) {
      cgroups.killAll(cgroup, LONG);
      cgroups.remove(cgroup);
    }
    for (MountEntry mount : MountTable.read().below(base).reversed()) {
      Mounts.unmount(Path.of(mount.mountPoint()), true);
    }
    exits.close();
    timer.shutdownNow();
    pool.shutdownNow();
    loop.close();
  }
}
