package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.runtime.ExecRequest;
import io.crij.oci.runtime.ExecResult;
import io.crij.oci.runtime.OciRuntime;
import io.crij.operations.id.Ids;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One container of a {@link Lab}, with everything about it where its id says. */
public final class TestContainer {
  final Lab lab;
  final String id = Ids.random();
  final OciRuntime runtime;
  final CgroupPath cgroup;
  final CgroupPath monitorCgroup;
  final Path bundle;
  final Path log;
  final Path work;
  final Path exits;
  private Specs specs = Specs.SEALED;

  TestContainer(Lab lab, OciRuntime runtime) {
    this.lab = lab;
    this.runtime = runtime;
    this.cgroup = lab.parent.child("crij-" + id);
    this.monitorCgroup = lab.parent.child("crij-conmon-" + id);
    this.bundle = lab.directory.resolve("bundles").resolve(id);
    this.log = lab.directory.resolve(id + ".log");
    this.work = lab.directory.resolve("work").resolve(id);
    this.exits = lab.directory.resolve("exits");
  }

  void writeBundle(Specs kind, List<String> command) throws IOException {
    specs = kind;
    Files.createDirectories(bundle);
    Files.writeString(
        bundle.resolve("config.json"), Json.write(kind.spec(lab.rootfs, cgroup, command)));
  }

  MonitorRequest request() {
    return new MonitorRequest(
        id,
        "test",
        bundle,
        runtime,
        log,
        work,
        exits,
        monitorCgroup,
        specs.terminal(),
        false,
        false);
  }

  MonitoredProcess create() {
    return lab.conmon.create(request(), new TestContext(Lab.LONG));
  }

  MonitoredProcess createAndStart() {
    MonitoredProcess process = create();
    start();
    return process;
  }

  public void start() {
    runtime.start(id, Lab.LONG);
  }

  public CompletableFuture<ContainerExit> watch(MonitoredProcess process) {
    return lab.watches.watch(process, cgroup, exits);
  }

  public ContainerExit runToItsEnd() throws Exception {
    MonitoredProcess process = create();
    CompletableFuture<ContainerExit> exit = watch(process);
    start();
    return exit.get(Lab.LONG.toSeconds(), TimeUnit.SECONDS);
  }

  ExecRequest execRequest(Duration timeout, String... command) {
    return new ExecRequest(
        id, specs.process(List.of(command)), work, cgroup, 1 << 16, 1 << 16, timeout);
  }

  ExecResult exec(String... command) {
    return runtime.exec(execRequest(Lab.LONG, command));
  }

  void remove() {
    lab.conmon.remove(request(), cgroup, Lab.LONG);
  }

  void assertNothingLeft() throws IOException {
    assertThat(lab.cgroups.exists(cgroup)).as("the container's control group").isFalse();
    assertThat(lab.cgroups.exists(monitorCgroup)).as("the monitor's control group").isFalse();
    assertThat(work).doesNotExist();
    assertThat(exits.resolve(id)).doesNotExist();
    assertThat(runtime.handler().stateRoot().resolve(id)).doesNotExist();
    try (Stream<Path> files = Files.list(bundle)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("config.json");
    }
    assertThat(processesThatNameIt()).isEmpty();
  }

  /** Monitors and runtimes have the id in their arguments. */
  private List<String> processesThatNameIt() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d+"))
          .map(path -> commandLine(path.resolve("cmdline")))
          .filter(line -> line.contains(id))
          .toList();
    }
  }

  private static String commandLine(Path file) {
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "";
    } catch (IOException gone) {
      // It ended while we looked.
      return "";
    }
  }
}
