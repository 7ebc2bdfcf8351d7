package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IsolationKernelTest {
  @TempDir private Path directory;

  private static Path proc(int pid, String name) {
    return Path.of("/proc", Integer.toString(pid), name);
  }

  /** Number and object of each descriptor. */
  private static Map<Integer, String> descriptors(int pid) throws IOException {
    Map<Integer, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.list(proc(pid, "fd"))) {
      for (Path each : all.toList()) {
        found.put(
            Integer.valueOf(each.getFileName().toString()),
            Files.readSymbolicLink(each).toString());
      }
    }
    return found;
  }

  private static Set<String> environment(int pid) throws IOException {
    return new TreeSet<>(List.of(Files.readString(proc(pid, "environ")).split("\0")));
  }

  private static List<String> cgroups(int pid) throws IOException {
    return Files.readAllLines(proc(pid, "cgroup")).stream()
        .map(line -> line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1))
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void nothingOfTheDaemonIsInTheMonitorOrTheContainer(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      MonitoredProcess process = container.createAndStart();
      int init = process.process().pid();
      int monitor = process.monitor().pid();

      assertThat(cgroups(monitor)).containsExactly(container.monitorCgroup.path());
      assertThat(cgroups(init)).containsExactly(container.cgroup.path());

      // A start of crun may come back before the program has begun.
      while (!environment(init).contains("MARK=of-the-container")) {
        Thread.sleep(5);
      }
      assertThat(environment(init)).allMatch(each -> each.matches("(PATH|MARK|HOME)=.*"));
      assertThat(environment(monitor))
          .allMatch(each -> each.matches("(PATH|_OCI_SYNCPIPE|_OCI_STARTPIPE)=.*"));

      Map<Integer, String> ofInit = descriptors(init);
      assertThat(ofInit).containsOnlyKeys(0, 1, 2).containsEntry(0, "/dev/null");
      Set<String> ours =
          new TreeSet<>(descriptors(Math.toIntExact(ProcessHandle.current().pid())).values());
      assertThat(descriptors(monitor).values())
          .as("what the monitor shares with us")
          .filteredOn(ours::contains)
          .allMatch(
              each ->
                  each.equals("/dev/null") || each.matches("anon_inode:\\[(eventfd|signalfd)]"));
      assertThat(ofInit.values()).filteredOn(ours::contains).allMatch("/dev/null"::equals);
    }
  }
}
