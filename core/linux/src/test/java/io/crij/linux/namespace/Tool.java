package io.crij.linux.namespace;

import io.crij.linux.event.EventLoop;
import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import io.crij.linux.process.Spawner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs of the node that look at a namespace from outside of this process. */
final class Tool {
  private static final int MOST = 64 * 1024;

  private Tool() {}

  /** Its standard output, stripped; runs {@code command} by sh in the pinned namespaces. */
  static String inside(Path pod, String command) throws IOException, InterruptedException {
    return sh(
        "exec nsenter --net="
            + pod.resolve("net")
            + " --ipc="
            + pod.resolve("ipc")
            + " --uts="
            + pod.resolve("uts")
            + " -- sh -c '"
            + command
            + "'");
  }

  static String sh(String script) throws IOException, InterruptedException {
    try (EventLoop loop = new EventLoop()) {
      CommandResult result =
          new Command(new Spawner(loop))
              .run(
                  new CommandRequest(
                      new SpawnRequest(
                          Path.of("/bin/sh"),
                          List.of("-c", script),
                          Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                          Map.of(),
                          Optional.empty()),
                      Optional.empty(),
                      MOST,
                      MOST,
                      Duration.ofSeconds(30)));
      if (result.exit().shellCode() != 0) {
        throw new IOException(script + ": " + new String(result.stderr(), StandardCharsets.UTF_8));
      }
      return new String(result.stdout(), StandardCharsets.UTF_8).strip();
    }
  }
}
