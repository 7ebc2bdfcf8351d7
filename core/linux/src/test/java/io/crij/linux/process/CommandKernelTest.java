package io.crij.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.event.EventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandKernelTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final EventLoop loop = new EventLoop();
  private final Command command = new Command(new Spawner(loop));

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  private static CommandRequest shell(String script, Optional<byte[]> stdin, Duration timeout) {
    SpawnRequest spawn =
        new SpawnRequest(
            Path.of("/bin/sh"),
            List.of("-c", script),
            Map.of("PATH", "/usr/bin:/bin"),
            Map.of(),
            Optional.empty());
    return new CommandRequest(spawn, stdin, 1 << 20, 1 << 10, timeout);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void bothOutputsAndTheCodeComeBack() throws Exception {
    CommandResult result =
        command.run(shell("echo out; echo err >&2; exit 7", Optional.empty(), LONG));

    assertThat(result.exit()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(text(result.stdout())).isEqualTo("out\n");
    assertThat(text(result.stderr())).isEqualTo("err\n");
    assertThat(result.stdoutTruncated()).isFalse();
    assertThat(result.timedOut()).isFalse();
  }

  @Test
  void inputLargerThanAPipeGoesThrough() throws Exception {
    byte[] input = "0123456789abcdef".repeat(60_000).getBytes(StandardCharsets.UTF_8);

    CommandResult result = command.run(shell("cat", Optional.of(input), LONG));

    assertThat(result.stdout()).isEqualTo(input);
  }

  @Test
  void inputThatNobodyReadsIsNoError() throws Exception {
    CommandResult result =
        command.run(shell("exec 0<&-; echo done", Optional.of(new byte[1 << 20]), LONG));

    assertThat(result.exit()).isEqualTo(new ExitStatus.Exited(0));
    assertThat(text(result.stdout())).isEqualTo("done\n");
  }

  @Test
  void outputBeyondTheLimitIsReadAndDropped() throws Exception {
    CommandResult result =
        command.run(
            shell("head -c 3000000 /dev/zero; head -c 5000 /dev/zero >&2", Optional.empty(), LONG));

    assertThat(result.exit()).isEqualTo(new ExitStatus.Exited(0));
    assertThat(result.stdout()).hasSize(1 << 20);
    assertThat(result.stdoutTruncated()).isTrue();
    assertThat(result.stderr()).hasSize(1 << 10);
  }

  @Test
  void aTimeOutKillsTheWholeGroup(@TempDir Path directory) throws Exception {
    Path pid = directory.resolve("pid");
    CommandResult result =
        command.run(
            shell(
                "sleep 600 & echo $! > " + pid + "; echo early; wait",
                Optional.empty(),
                Duration.ofSeconds(2)));

    assertThat(result.timedOut()).isTrue();
    assertThat(result.exit()).isEqualTo(new ExitStatus.Signaled(Signals.SIGKILL));
    assertThat(text(result.stdout())).isEqualTo("early\n");
    int background = Integer.parseInt(Files.readString(pid).strip());
    assertThat(ProcessIdentity.read(background)).isEmpty();
  }

  @Test
  void aBackgroundChildMayKeepTheOutput(@TempDir Path directory) throws Exception {
    Path pid = directory.resolve("pid");
    CommandResult result =
        command.run(shell("sleep 600 & echo $! > " + pid + "; echo early", Optional.empty(), LONG));

    int background = Integer.parseInt(Files.readString(pid).strip());
    try (Pidfd pidfd = Pidfd.open(background)) {
      pidfd.signal(Signals.SIGKILL);
    }
    assertThat(result.exit()).isEqualTo(new ExitStatus.Exited(0));
    assertThat(result.timedOut()).isFalse();
    assertThat(text(result.stdout())).isEqualTo("early\n");
  }

  @Test
  void anInterruptKillsTheProgram(@TempDir Path directory) throws Exception {
    Path pid = directory.resolve("pid");
    CommandRequest request =
        shell(
            "echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; sleep 600",
            Optional.empty(),
            LONG);
    FutureTask<CommandResult> run = new FutureTask<>(() -> command.run(request));
    Thread thread = Thread.ofPlatform().start(run);
    while (!Files.exists(pid)) {
      Thread.onSpinWait();
    }
    thread.interrupt();

    assertThatThrownBy(run::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    int program = Integer.parseInt(Files.readString(pid).strip());
    assertThat(ProcessIdentity.read(program)).isEmpty();
  }

  @Test
  void noDescriptorStaysBehind() throws Exception {
    command.run(shell("true", Optional.of(new byte[10]), LONG));
    long before = openDescriptors();
    for (int i = 0; i < 20; i++) {
      command.run(shell("cat", Optional.of(new byte[10]), LONG));
    }

    assertThat(openDescriptors()).isLessThanOrEqualTo(before);
  }

  @Test
  void aVirtualThreadIsRefused() {
    FutureTask<CommandResult> run =
        new FutureTask<>(() -> command.run(shell("true", Optional.empty(), LONG)));
    Thread.ofVirtual().start(run);

    assertThatThrownBy(run::get).hasCauseInstanceOf(IllegalStateException.class);
  }
}
