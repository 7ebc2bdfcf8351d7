package io.crij.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.event.EventLoop;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import io.crij.linux.fd.Pipe;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpawnerKernelTest {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final int SIGTTIN = 21;
  private static final Pointer SIG_IGN = Pointer.createConstant(1);

  private final EventLoop loop = new EventLoop();
  private final Spawner spawner = new Spawner(loop);

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  private static SpawnRequest shell(Map<Integer, Fd> descriptors, String script) {
    return new SpawnRequest(SHELL, List.of("-c", script), Map.of(), descriptors, Optional.empty());
  }

  /** What a child wrote to its standard output, after its end. */
  private String output(SpawnRequest request) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      SpawnedProcess process =
          spawner.spawn(
              new SpawnRequest(
                  request.program(),
                  request.args(),
                  request.env(),
                  Map.of(1, pipe.write()),
                  request.workingDirectory()));
      pipe.write().close();
      StringBuilder text = new StringBuilder();
      byte[] block = new byte[4096];
      int count = FdIo.read(pipe.read(), block, block.length);
      while (count > 0) {
        text.append(new String(block, 0, count, StandardCharsets.UTF_8));
        count = FdIo.read(pipe.read(), block, block.length);
      }
      assertThat(process.exit().get()).isEqualTo(new ExitStatus.Exited(0));
      return text.toString();
    }
  }

  @Test
  void exitCodesAndSignalsAreToldApart() throws Exception {
    assertThat(spawner.spawn(shell(Map.of(), "exit 42")).exit().get())
        .isEqualTo(new ExitStatus.Exited(42));
    ExitStatus killed = spawner.spawn(shell(Map.of(), "kill -TERM $$")).exit().get();
    assertThat(killed).isEqualTo(new ExitStatus.Signaled(Signals.SIGTERM));
    assertThat(killed.shellCode()).isEqualTo(143);
  }

  @Test
  void aChildHasExactlyTheDescriptorsAskedFor() throws Exception {
    String listed =
        output(
            new SpawnRequest(
                Path.of("/bin/ls"),
                List.of("/proc/self/fd"),
                Map.of(),
                Map.of(),
                Optional.empty()));

    // The fourth is the directory that ls reads.
    assertThat(listed.lines()).containsExactly("0", "1", "2", "3");
  }

  @Test
  void fiftyAtOnceLeakNothingIntoEachOther(@TempDir Path directory) throws Exception {
    List<FutureTask<String>> children = new ArrayList<>();
    List<Integer> plain = new ArrayList<>();
    // Plain dup gives descriptors without close-on-exec, as a library might open them.
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("f").toFile(), "rw")) {
      assertThat(file.getFD().valid()).isTrue();
      for (int i = 0; i < 30; i++) {
        plain.add(ProcessCalls.fcntl(0, 0, 3));
      }
      for (int i = 0; i < 50; i++) {
        FutureTask<String> child =
            new FutureTask<>(
                () ->
                    output(
                        new SpawnRequest(
                            Path.of("/bin/ls"),
                            List.of("/proc/self/fd"),
                            Map.of(),
                            Map.of(),
                            Optional.empty())));
        children.add(child);
        Thread.ofPlatform().start(child);
      }
      for (FutureTask<String> child : children) {
        assertThat(child.get()).isEqualTo("0\n1\n2\n3\n");
      }
    } finally {
      plain.forEach(number -> Fd.adopt(number).close());
    }
  }

  @Test
  void descriptorsCanChangePlacesAndLeaveHoles() throws Exception {
    try (Pipe first = Pipe.open();
        Pipe second = Pipe.open()) {
      int a = first.write().number();
      int b = second.write().number();
      Map<Integer, Fd> crossed = Map.of(a, second.write(), b, first.write(), 200, first.write());
      String script =
          "cd /proc/self/fd; echo to-a >&" + a + "; echo to-b >&" + b + "; echo * >/dev/fd/200";
      SpawnedProcess process =
          spawner.spawn(
              new SpawnRequest(
                  Path.of("/bin/bash"),
                  List.of("-c", script),
                  Map.of(),
                  crossed,
                  Optional.empty()));
      assertThat(process.exit().get()).isEqualTo(new ExitStatus.Exited(0));

      byte[] block = new byte[4096];
      int count = FdIo.read(second.read(), block, block.length);
      assertThat(new String(block, 0, count, StandardCharsets.UTF_8)).isEqualTo("to-a\n");
      count = FdIo.read(first.read(), block, block.length);
      String rest = new String(block, 0, count, StandardCharsets.UTF_8);
      assertThat(rest).startsWith("to-b\n");
      assertThat(rest.lines().skip(1).findFirst().orElseThrow().split(" "))
          .contains("0", "1", "2", "200", Integer.toString(a), Integer.toString(b))
          .hasSizeLessThanOrEqualTo(7);
    }
  }

  @Test
  void theEnvironmentIsExact() throws Exception {
    String environment =
        output(
            new SpawnRequest(
                Path.of("/usr/bin/env"),
                List.of(),
                Map.of("A", "1", "TEXT", "grün\nzwei"),
                Map.of(),
                Optional.empty()));

    assertThat(environment.lines()).containsExactlyInAnyOrder("A=1", "TEXT=grün", "zwei");
  }

  @Test
  void noSignalIsBlockedOrIgnored() throws Exception {
    Pointer before = ProcessCalls.signal(SIGTTIN, SIG_IGN);
    String status;
    try {
      status =
          output(
              new SpawnRequest(
                  Path.of("/bin/cat"),
                  List.of("/proc/self/status"),
                  Map.of(),
                  Map.of(),
                  Optional.empty()));
    } finally {
      ProcessCalls.signal(SIGTTIN, before);
    }
    assertThat(Files.readString(Path.of("/proc/thread-self/status")))
        .as("a JVM blocks signals, or this proves nothing")
        .doesNotContain("SigBlk:\t0000000000000000\n");

    for (String field : List.of("SigBlk", "SigIgn", "SigCgt", "SigPnd")) {
      assertThat(status).contains(field + ":\t0000000000000000\n");
    }
  }

  @Test
  void aChildLeadsItsOwnSessionInItsDirectory(@TempDir Path directory) throws Exception {
    Path real = directory.toRealPath();
    String told =
        output(
            new SpawnRequest(
                SHELL,
                List.of("-c", "pwd; cut -d' ' -f1,5,6 /proc/$$/stat"),
                Map.of("PATH", "/usr/bin:/bin"),
                Map.of(),
                Optional.of(real)));

    String[] lines = told.split("\n", -1);
    String[] ids = lines[1].split(" ", -1);
    assertThat(lines[0]).isEqualTo(real.toString());
    assertThat(ids[1]).isEqualTo(ids[0]);
    assertThat(ids[2]).isEqualTo(ids[0]);
  }

  @Test
  void whatCannotStartSaysWhy(@TempDir Path directory) throws IOException {
    Path script = Files.writeString(directory.resolve("script"), "#!/absent/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    SpawnRequest missing =
        new SpawnRequest(Path.of("/absent"), List.of(), Map.of(), Map.of(), Optional.empty());
    SpawnRequest noInterpreter =
        new SpawnRequest(script, List.of(), Map.of(), Map.of(), Optional.empty());
    SpawnRequest nowhere =
        new SpawnRequest(
            SHELL, List.of(), Map.of(), Map.of(), Optional.of(directory.resolve("none")));

    assertThatThrownBy(() -> spawner.spawn(missing))
        .isInstanceOfSatisfying(
            KernelException.class, failure -> assertThat(failure.is(Errno.ENOENT)).isTrue())
        .hasMessageContaining("posix_spawn /absent");
    assertThatThrownBy(() -> spawner.spawn(noInterpreter))
        .hasMessageContaining("interpreter is missing");
    assertThatThrownBy(() -> spawner.spawn(nowhere)).hasMessageContaining("no directory to start");
  }

  @Test
  void signalsReachTheProcessAndTheGroupOnlyWhileTheyLive() throws Exception {
    SpawnedProcess one = spawner.spawn(shell(Map.of(), "exec sleep 600"));
    ProcessIdentity identity = ProcessIdentity.read(one.pid()).orElseThrow();
    assertThat(identity.isAlive()).isTrue();
    one.signal(Signals.SIGTERM);
    assertThat(one.exit().get()).isEqualTo(new ExitStatus.Signaled(Signals.SIGTERM));
    assertThat(identity.isAlive()).isFalse();
    assertThat(one.pidfd().fd().isOpen()).isFalse();
    one.signal(Signals.SIGKILL);
    one.signalGroup(Signals.SIGKILL);
  }

  @Test
  void aCancelledViewHurtsNobody() throws Exception {
    SpawnedProcess process = spawner.spawn(shell(Map.of(), "exit 3"));
    process.exit().cancel(true);

    assertThat(process.exit().get()).isEqualTo(new ExitStatus.Exited(3));
  }

  @Test
  void aClosedLoopLeavesTheProcessAlone() throws Exception {
    EventLoop own = new EventLoop();
    SpawnedProcess process = new Spawner(own).spawn(shell(Map.of(), "exec sleep 600"));
    own.close();

    assertThatThrownBy(() -> process.exit().get())
        .isInstanceOfAny(
            ExecutionException.class, java.util.concurrent.CancellationException.class);
    assertThat(ProcessIdentity.read(process.pid())).isPresent();
    process.signal(Signals.SIGKILL);
    int status =
        ProcessCalls.waitid(ProcessCalls.P_PID, process.pid(), new byte[128], ProcessCalls.WEXITED);
    assertThat(status).isZero();
    process.pidfd().close();
  }
}
