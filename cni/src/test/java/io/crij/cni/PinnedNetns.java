package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.mount.Mounts;
import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network namespace of a test, pinned on a file and gone with it. */
record PinnedNetns(Path file, Command command) implements AutoCloseable {

  static PinnedNetns make(Path file, Command command) throws IOException, InterruptedException {
    Files.createFile(file);
    PinnedNetns netns = new PinnedNetns(file, command);
    netns.succeed(Path.of("/usr/bin/unshare"), List.of("--net=" + file, "/bin/true"));
    return netns;
  }

  /** What a program that is run inside prints. */
  String run(String... program) throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("--net=" + file));
    args.addAll(List.of(program));
    return succeed(Path.of("/usr/bin/nsenter"), args);
  }

  private String succeed(Path program, List<String> args) throws IOException, InterruptedException {
    SpawnRequest spawn =
        new SpawnRequest(
            program,
            args,
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
            Map.of(),
            Optional.empty());
    CommandResult result =
        command.run(
            new CommandRequest(spawn, Optional.empty(), 1 << 20, 1 << 16, Duration.ofMinutes(1)));
    assertThat(result.exit().shellCode())
        .as(args + ": " + new String(result.stderr(), StandardCharsets.UTF_8))
        .isZero();
    return new String(result.stdout(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    Mounts.unmount(file, false);
    Files.deleteIfExists(file);
  }
}
