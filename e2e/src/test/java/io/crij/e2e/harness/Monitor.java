package io.crij.e2e.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The conmon process of a container. */
public record Monitor(ProcessHandle process) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Found by the container's id among its arguments. */
  public static Monitor of(TestContainer container) {
    return ProcessHandle.allProcesses()
        .filter(process -> isMonitor(process, container.id()))
        .map(Monitor::new)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no monitor of container " + container.id()));
  }

  /** All monitors in cgroups below one. */
  public static List<Monitor> inCgroup(String parent) {
    return ProcessHandle.allProcesses()
        .filter(process -> isMonitor(process, ""))
        .filter(process -> Processes.read(process.pid(), "cgroup").contains(parent + "/"))
        .map(Monitor::new)
        .toList();
  }

  private static boolean isMonitor(ProcessHandle process, String containerId) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    Optional<String> name = KernelTraces.read(folder.resolve("comm")).map(String::strip);
    return name.filter("conmon"::equals).isPresent()
        && KernelTraces.read(folder.resolve("cmdline")).orElse("").contains(containerId);
  }

  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does it; returns when nothing of it runs any more. */
  public void kill() {
    process.destroyForcibly();
    Await.until("the monitor is dead", LIMIT, () -> !Processes.isRunning(process.pid()));
  }
}
