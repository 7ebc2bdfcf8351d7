package io.crij.e2e.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Cgroups;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.DaemonUnderTest;
import io.crij.e2e.harness.Handlers;
import io.crij.e2e.harness.Monitor;
import io.crij.e2e.harness.Processes;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(Lifecycle.PER_CLASS)
class IsolationKernelTest {
  /** Nothing; SIGPIPE, which conmon itself ignores; SIGQUIT, which busybox's shell ignores. */
  private static final List<String> HARMLESS =
      List.of("0000000000000000", "0000000000001000", "0000000000000004");

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final List<Path> cgroupsOfDaemon = new ArrayList<>();

  /** A cgroup of its own in every hierarchy, as a service manager gives it one. */
  @BeforeAll
  void daemonHasItsOwnCgroup() throws IOException {
    for (Path hierarchy : Cgroups.hierarchies()) {
      if (Files.exists(hierarchy.resolve("cgroup.procs"))) {
        Path cgroup = Files.createDirectories(hierarchy.resolve(cgroupName()));
        cgroupsOfDaemon.add(cgroup);
        Cgroups.inheritCpuset(cgroup);
        Cgroups.enter(cgroup, crij.node().daemon().pid());
      }
    }
    assertThat(Cgroups.paths(crij.node().daemon().pid())).containsOnly("/" + cgroupName());
  }

  private String cgroupName() {
    return crij.node().setup().name() + "-daemon";
  }

  @AfterAll
  void daemonLeavesItsCgroup() throws IOException {
    for (Path cgroup : cgroupsOfDaemon) {
      Cgroups.enter(cgroup.getParent(), crij.node().daemon().pid());
      Files.delete(cgroup);
    }
  }

  /** The processes of a pod: monitors, a container, a command in it, and the shared init. */
  private Map<String, Long> processes(String handler) {
    TestPod pod = crij.pods().run(crij.pods().sharedPidConfig("isolated").build(), handler);
    TestContainer container = pod.start(Containers.waiting("shell").build());
    String parent = pod.config().getLinux().getCgroupParent();
    Map<String, Long> found = new LinkedHashMap<>();
    found.put("container", (long) container.pid());
    for (Monitor monitor : Monitor.inCgroup(parent)) {
      found.put("monitor " + monitor.pid(), monitor.pid());
    }
    ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/catatonit"))
        .filter(process -> Processes.read(process.pid(), "cgroup").contains(parent))
        .forEach(process -> found.put("init", process.pid()));
    assertThat(found).hasSize(4);
    return found;
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void noDescriptorOfTheDaemonIsOpenAnywhereElse(String handler) {
    List<String> ofDaemon =
        Processes.openFiles(crij.node().daemon().pid()).stream()
            .filter(file -> !file.equals("/dev/null") && !file.startsWith("anon_inode:"))
            .toList();
    assertThat(ofDaemon).anyMatch(file -> file.startsWith("socket:"));
    processes(handler)
        .forEach(
            (name, pid) ->
                assertThat(Processes.openFiles(pid))
                    .as(name)
                    .doesNotContainAnyElementsOf(ofDaemon)
                    .noneMatch(file -> file.endsWith("/crij.log")));
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void noVariableOfTheDaemonIsInAnotherEnvironment(String handler) {
    assertThat(Processes.environment(crij.node().daemon().pid()))
        .anyMatch(variable -> variable.startsWith(DaemonUnderTest.SECRET));
    processes(handler)
        .forEach(
            (name, pid) ->
                assertThat(Processes.environment(pid))
                    .as(name)
                    .noneMatch(variable -> variable.startsWith(DaemonUnderTest.SECRET))
                    .noneMatch(variable -> variable.startsWith("MALLOC_ARENA_MAX"))
                    .noneMatch(variable -> variable.contains("CRIJ")));
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void nobodySharesACgroupWithTheDaemon(String handler) {
    String own = "/" + cgroupName();
    processes(handler)
        .forEach(
            (name, pid) ->
                assertThat(Cgroups.paths(pid))
                    .as(name)
                    .noneMatch(path -> path.equals(own) || path.startsWith(own + "/")));
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void nothingOfTheDaemonsSignalsAndSessionIsInherited(String handler) {
    String session = session(crij.node().daemon().pid());
    processes(handler)
        .forEach(
            (name, pid) -> {
              assertThat(session(pid)).as(name).isNotEqualTo(session);
              assertThat(Processes.status(pid, "SigIgn")).as(name).isIn(HARMLESS);
              assertThat(Processes.status(pid, "Groups")).as(name).isIn("", "0");
            });
    TestContainer container =
        crij.pods()
            .run(crij.pods().config("signals").build(), handler)
            .start(
                Containers.of(TestImage.BUSYBOX, "sleep")
                    .addCommand("sleep")
                    .addCommand("1000")
                    .build());
    assertThat(Processes.status(container.pid(), "SigIgn")).isEqualTo("0000000000000000");
    assertThat(Processes.status(container.pid(), "SigBlk")).isEqualTo("0000000000000000");
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void aCommandHasNothingMoreThanItsContainer(String handler) {
    TestContainer container =
        crij.pods()
            .run(crij.pods().config("command").build(), handler)
            .start(Containers.waiting("shell").build());
    assertThat(container.shell("ls /proc/self/fd").lines())
        .as("0, 1, 2 and the listing itself")
        .hasSizeLessThanOrEqualTo(4);
    assertThat(container.shell("env"))
        .doesNotContain(DaemonUnderTest.SECRET)
        .doesNotContain("MALLOC_ARENA_MAX");
    assertThat(container.shell("cat /proc/self/mountinfo | cut -d' ' -f5").lines())
        .noneMatch(point -> point.startsWith(crij.node().setup().directory().toString()));
  }

  private static String session(long pid) {
    String stat = Processes.read(pid, "stat");
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
  }

  static Stream<String> handlers() {
    return Handlers.usable().stream();
  }
}
