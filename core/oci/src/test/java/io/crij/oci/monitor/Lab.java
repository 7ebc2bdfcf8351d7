package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.event.EventLoop;
import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import io.crij.linux.process.Spawner;
import io.crij.oci.runtime.RuntimeHandler;
import io.crij.oci.runtime.RuntimeProbe;
import io.crij.oci.runtime.RuntimeProber;
import io.crij.operations.id.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real node for one test: the runtime and conmon that are installed, directories and control
 * groups of its own. Closing it removes the containers and fails when anything is left.
 */
public final class Lab implements AutoCloseable {
  public static final Duration LONG = Duration.ofSeconds(60);

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

  final EventLoop loop = new EventLoop();
  final Spawner spawner = new Spawner(loop);
  final Command command = new Command(spawner);
  final Cgroups cgroups;
  final Conmon conmon;
  final Path directory;
  final Path rootfs;
  final CgroupPath parent;
  final RuntimeProber prober;
  final ExitWatches watches;
  private final Path program;
  private final List<TestContainer> containers = new ArrayList<>();

  public Lab(String runtime, Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.program = find(runtime);
    this.cgroups = new Cgroups(CgroupHost.detect());
    this.conmon = new Conmon(find("conmon"), spawner, cgroups);
    this.prober = new RuntimeProber(spawner, cgroups);
    this.watches = new ExitWatches(loop, cgroups);
    this.parent = new CgroupPath("/crij-oci-test-" + Ids.random().substring(0, 12));
    this.rootfs = rootFileSystem();
  }

  /** Made once and kept with what else is built; containers have it read-only. */
  private Path rootFileSystem() throws IOException, InterruptedException {
    Path made = Path.of("target/busybox-root").toAbsolutePath();
    if (!Files.isDirectory(made)) {
      Path script = Path.of("../../deploy/images/busybox-root").toAbsolutePath().normalize();
      Path begun = Files.createTempDirectory(made.getParent(), "busybox-root-");
      sh("chmod 755 '" + begun + "'; '" + script + "' '" + begun + "'");
      Files.move(begun, made);
    }
    return made;
  }

  static Path find(String name) {
    return Stream.of(PATH.split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not installed"));
  }

  /** What a shell prints. */
  String sh(String script) throws IOException, InterruptedException {
    SpawnRequest spawn =
        new SpawnRequest(
            Path.of("/bin/sh"),
            List.of("-c", script),
            Map.of("PATH", PATH),
            Map.of(),
            Optional.empty());
    CommandResult result =
        command.run(new CommandRequest(spawn, Optional.empty(), 1 << 20, 1 << 16, LONG));
    assertThat(result.exit().isSuccess())
        .as("%s: %s", script, new String(result.stderr(), StandardCharsets.UTF_8))
        .isTrue();
    return new String(result.stdout(), StandardCharsets.UTF_8).strip();
  }

  RuntimeHandler handler(Path runtime) {
    return new RuntimeHandler("test", runtime, directory.resolve("state"));
  }

  /** The runtime, or one that stands in front of it; the test is skipped when it cannot work. */
  RuntimeProbe.Usable probe(Path runtime) {
    return switch (prober.probe(handler(runtime))) {
      case RuntimeProbe.Usable usable -> usable;
      case RuntimeProbe.Unusable unusable -> {
        assumeTrue(false, unusable.reason());
        throw new IllegalStateException(unusable.reason());
      }
    };
  }

  public TestContainer container(String... command) throws IOException {
    return container(Specs.SEALED, command);
  }

  TestContainer container(Specs specs, String... command) throws IOException {
    return container(program, specs, command);
  }

  TestContainer container(Path runtime, Specs specs, String... command) throws IOException {
    TestContainer container = new TestContainer(this, probe(runtime).runtime());
    containers.add(container);
    container.writeBundle(specs, List.of(command));
    return container;
  }

  Path program() {
    return program;
  }

  /** A script that stands in front of the runtime; in it, {@code $runtime} is the real one. */
  Path wrapper(String script) throws IOException {
    Path file = directory.resolve("wrapper-" + Ids.random().substring(0, 8));
    Files.writeString(file, "#!/bin/sh\nruntime=" + program + "\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Override
  public void close() throws IOException {
    try {
      for (TestContainer container : containers) {
        container.remove();
        container.assertNothingLeft();
      }
    } finally {
      watches.close();
      cgroups.remove(parent);
      loop.close();
    }
  }
}
