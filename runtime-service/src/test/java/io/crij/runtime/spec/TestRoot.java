package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A root file system with busybox, and with the probe of system calls as /syscalls. */
final class TestRoot {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  private TestRoot() {}

  static Path make(Command command, Path temporary) throws Exception {
    Path rootfs = temporary.resolve("rootfs");
    run(command, project().resolve("deploy/images/busybox-root"), rootfs.toString());
    Path source = temporary.resolve("syscalls.c");
    try (InputStream in = TestRoot.class.getResourceAsStream("syscalls.c")) {
      Files.copy(in, source);
    }
    run(
        command,
        Path.of("/usr/bin/gcc"),
        "-static",
        "-o",
        rootfs.resolve("syscalls").toString(),
        source.toString());
    Files.writeString(
        rootfs.resolve("etc/passwd"), "web:x:1000:1000::/srv:/bin/sh\n", StandardOpenOption.APPEND);
    Files.writeString(
        rootfs.resolve("etc/group"), "web:x:1000:\nextra:x:50000:web\n", StandardOpenOption.APPEND);
    return rootfs;
  }

  static CommandResult run(Command command, Path program, String... args) throws Exception {
    SpawnRequest spawn =
        new SpawnRequest(program, List.of(args), ENVIRONMENT, Map.of(), Optional.empty());
    CommandResult result =
        command.run(new CommandRequest(spawn, Optional.empty(), 1 << 20, 1 << 16, LONG));
    assertThat(result.exit().isSuccess())
        .as(program + ": " + new String(result.stderr(), StandardCharsets.UTF_8))
        .isTrue();
    return result;
  }

  private static Path project() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("deploy/images/busybox-root"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
