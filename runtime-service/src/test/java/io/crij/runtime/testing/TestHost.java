package io.crij.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.files.UserTree;
import io.crij.linux.mount.Mounts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The directories and control groups of a node, which outlive the runs of its daemon. */
public final class TestHost {
  private static final List<String> PRIVATE_MOUNTS =
      List.of("run/rootfs", "run/volumes", "run/ns", "run/sandboxes");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Path directory;
  private final Path runtime;
  private final String cgroup =
      "/crij-test-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
  private Optional<RuntimeNode> run = Optional.empty();

  public TestHost(Path directory, Path runtime) throws IOException {
    this.directory = directory.toRealPath();
    this.runtime = runtime;
    Files.createDirectory(path("net.d"));
  }

  /** A node with runc that has the image {@link BusyboxImage#NAME}. */
  public static TestHost withBusybox(Path directory) throws IOException, InterruptedException {
    return withBusybox(directory, Path.of("/usr/sbin/runc"));
  }

  public static TestHost withBusybox(Path directory, Path runtime)
      throws IOException, InterruptedException {
    TestHost host = new TestHost(directory, runtime);
    host.start(Failpoints.NONE).put(BusyboxImage.make());
    return host;
  }

  public Path path(String name) {
    return directory.resolve(name);
  }

  Path runtime() {
    return runtime;
  }

  public String cgroup() {
    return cgroup;
  }

  public RuntimeNode node() {
    return run.orElseThrow();
  }

  /** Crashes the running daemon and starts another. */
  public RuntimeNode start(Failpoints failpoints) throws IOException {
    run.ifPresent(RuntimeNode::close);
    run = Optional.of(new RuntimeNode(this, failpoints));
    return run.get();
  }

  /** Whether nothing of any pod or container is left but logs. */
  public void requireEmpty() throws IOException {
    for (String folder :
        List.of(
            "root/sandboxes",
            "root/containers",
            "root/rootfs",
            "root/volumes",
            "run/containers",
            "run/exits",
            "run/runtime",
            "run/rootfs",
            "run/volumes",
            "run/ns")) {
      try (Stream<Path> entries = Files.list(path(folder))) {
        assertThat(entries.filter(entry -> !entry.endsWith("tmp"))).as(folder).isEmpty();
      }
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")).lines())
        .as("mounts")
        .filteredOn(line -> line.contains(directory + "/run/"))
        .allMatch(line -> PRIVATE_MOUNTS.stream().anyMatch(own -> line.contains("/" + own + " ")));
    Cgroups cgroups = new Cgroups(CgroupHost.detect());
    assertThat(cgroups.pids(new CgroupPath(cgroup))).as("processes").isEmpty();
  }

  /** Removes what is left of pods, and all directories. */
  public void wipe() throws Exception {
    RuntimeNode last = start(Failpoints.NONE);
    for (Sandbox sandbox : last.sandboxes().list()) {
      last.sandboxes().remove(sandbox.id(), last.containers()).get(1, TimeUnit.MINUTES);
    }
    last.close();
    for (String mount : PRIVATE_MOUNTS) {
      Mounts.unmount(path(mount), true);
    }
    new Cgroups(CgroupHost.detect()).remove(new CgroupPath(cgroup));
    UserTree.removeTree(directory, "root");
    UserTree.removeTree(directory, "run");
  }
}
