package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Processes in a group of the running kernel: each is a shell that waits until it has been moved
 * and then runs a script, so that all it starts is in the group too.
 */
final class Members implements AutoCloseable {
  private static final String WAIT = "read -r go; ";

  private final Cgroups cgroups;
  private final List<Process> started = new ArrayList<>();

  Members(Cgroups cgroups) {
    this.cgroups = cgroups;
  }

  /** Moves a new shell into the group and lets it run the script. */
  Process start(CgroupPath group, String script) throws IOException {
    Process process =
        new ProcessBuilder("/bin/bash", "-c", WAIT + script)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    cgroups.addProcess(group, (int) process.pid());
    process.outputWriter().append("go\n").flush();
    return process;
  }

  /** One that says "ready" once its script has come so far. */
  Process startUntilReady(CgroupPath group, String script) throws IOException {
    Process process = start(group, script);
    Optional<String> line = process.inputReader().lines().findFirst();
    if (!line.equals(Optional.of("ready"))) {
      throw new IOException("the member said " + line);
    }
    return process;
  }

  static void write(Path file, String value) throws IOException {
    CgroupFile.write(file, value);
  }

  @Override
  public void close() throws IOException {
    for (Process process : started) {
      process.destroyForcibly();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          throw new IOException("member " + process.pid() + " does not end");
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException(interrupted);
      }
    }
  }
}
