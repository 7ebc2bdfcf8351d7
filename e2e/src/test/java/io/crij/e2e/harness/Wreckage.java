package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Takes away what a daemon that failed its test left, so that the next test meets a clean host. */
public final class Wreckage {
  private Wreckage() {}

  public static void clear(DaemonSetup setup) {
    for (String line : KernelTraces.processes(setup)) {
      ProcessHandle.of(Long.parseLong(line.split(" ", -1)[1]))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
    List<String> mounts = KernelTraces.mounts(setup.directory());
    for (String mount : mounts.reversed()) {
      HostProgram.run("umount", "--lazy", mount.substring("mount ".length()));
    }
    KernelTraces.cgroups(setup.name()).stream()
        .map(line -> Path.of(line.substring("cgroup ".length())))
        .sorted(Comparator.reverseOrder())
        .forEach(Wreckage::removeCgroup);
    HostProgram.run("rm", "-rf", "--one-file-system", setup.directory().toString()).output();
  }

  private static void removeCgroup(Path cgroup) {
    Await.until(
        cgroup + " is empty",
        Duration.ofSeconds(5),
        () -> KernelTraces.read(cgroup.resolve("cgroup.procs")).orElse("").isEmpty());
    try {
      Files.deleteIfExists(cgroup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
