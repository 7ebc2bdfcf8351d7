package io.crij.runtime.streaming.exec;

import io.crij.linux.process.ExitStatus;
import io.crij.linux.process.Signals;
import io.crij.linux.tty.WindowSize;
import io.crij.oci.runtime.StreamedExec;
import io.crij.operations.failure.Failure;
import io.crij.runtime.streaming.command.CommandClient;
import io.crij.runtime.streaming.command.CommandEnd;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.exec.ExecStart.Started;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exec: from the client's streams to its status. It ends when the command ends, whatever the
 * client keeps open. When the client goes first, the command's streams are closed and it gets
 * SIGHUP; what is left of its control group after {@value #GRACE_SECONDS} s is killed.
 */
final class ExecSession implements CommandSession {
  private static final Logger log = LoggerFactory.getLogger(ExecSession.class);
  static final int GRACE_SECONDS = 5;

  private final ExecParts parts;
  private final ExecStart start;
  private final Deque<ByteBuf> early = new ArrayDeque<>();
  private Optional<CommandClient> client = Optional.empty();
  private Optional<WindowSize> size = Optional.empty();
  private Optional<StreamedExec> exec = Optional.empty();
  private Optional<ExecStreams> streams = Optional.empty();
  private boolean stdinEnded;
  private boolean over;

  ExecSession(ExecParts parts, ExecStart start) {
    this.parts = parts;
    this.start = start;
  }

  @Override
  public void begin(CommandClient arrived) {
    client = Optional.of(arrived);
    ClientConnection connection = arrived.connection();
    parts.running().add(this);
    connection.hold();
    connection.whenGone(this::clientGone);
    Optional<WindowSize> known = size;
    try {
      parts.workers().execute(() -> startCommand(connection, known));
    } catch (RejectedExecutionException full) {
      failed(Failure.wrap("a command was not run", full));
    }
  }

  private void startCommand(ClientConnection connection, Optional<WindowSize> known) {
    try {
      Started started = start.run(known);
      connection.loop().execute(() -> started(started, known));
    } catch (Failure failure) {
      connection.loop().execute(() -> failed(failure));
    }
  }

  private CommandClient client() {
    return client.orElseThrow();
  }

  private void failed(Failure failure) {
    parts.running().remove(this);
    dropEarly();
    if (!over) {
      over = true;
      client().connection().release();
      client().end(new CommandEnd.Failed(failure.getMessage()));
    }
  }

  private void started(Started started, Optional<WindowSize> known) {
    exec = Optional.of(started.exec());
    var _ =
        started
            .exec()
            .ended()
            .whenComplete((status, lost) -> inLoop(() -> runtimeEnded(started, status, lost)));
    if (over) {
      started.closeStreams();
      kill(started.exec());
      return;
    }
    client().connection().release();
    try {
      ExecStreams opened = new ExecStreams(client(), parts.workers(), started, this::conclude);
      streams = Optional.of(opened);
      opened.begin();
      if (!size.equals(known)) {
        size.ifPresent(this::resize);
      }
      early.forEach(opened::stdin);
      early.clear();
      if (stdinEnded) {
        opened.stdinEnded();
      }
    } catch (IOException failure) {
      over = true;
      dropEarly();
      kill(started.exec());
      client()
          .end(new CommandEnd.Failed(Failure.wrap("a command was not run", failure).getMessage()));
    }
  }

  private void inLoop(Runnable task) {
    client().connection().loop().execute(task);
  }

  @Override
  public void stdin(ByteBuf data) {
    if (over) {
      data.release();
    } else if (streams.isPresent()) {
      streams.get().stdin(data);
    } else {
      early.add(data);
    }
  }

  @Override
  public void stdinEnded() {
    stdinEnded = true;
    streams.ifPresent(ExecStreams::stdinEnded);
  }

  @Override
  public void resize(WindowSize next) {
    size = Optional.of(next);
    if (over || streams.isEmpty()) {
      return;
    }
    try {
      streams.get().resize(next);
    } catch (IOException failure) {
      log.debug("a terminal was not resized", failure);
    }
  }

  /** The runtime's process is gone: nothing of this exec starts any more. */
  private void runtimeEnded(Started started, ExitStatus status, Throwable lost) {
    if (lost != null) {
      log.warn("the exit of a command is lost", lost);
    }
    int code = lost == null ? status.shellCode() : 255;
    worker(
        () -> {
          Optional<Failure> failure = code == 0 ? Optional.empty() : started.exec().startFailure();
          inLoop(() -> streams.ifPresent(open -> open.commandEnded(code, failure)));
          started.exec().remove();
          parts.running().remove(this);
        });
  }

  /** Everything that the command wrote was sent. */
  private void conclude(CommandEnd end) {
    if (!over) {
      over = true;
      streams.ifPresent(ExecStreams::close);
      // Where only a child in the background keeps the runtime.
      exec.ifPresent(StreamedExec::endRuntime);
      client().end(end);
    }
  }

  private void clientGone() {
    if (over) {
      return;
    }
    over = true;
    dropEarly();
    streams.ifPresent(ExecStreams::close);
    exec.ifPresent(
        running -> {
          running.signal(Signals.SIGHUP);
          var _ =
              client()
                  .connection()
                  .loop()
                  .schedule(() -> kill(running), GRACE_SECONDS, TimeUnit.SECONDS);
        });
  }

  private void dropEarly() {
    early.forEach(ByteBuf::release);
    early.clear();
  }

  private void kill(StreamedExec running) {
    if (!running.ended().isDone()) {
      worker(running::kill);
    }
  }

  /** At the end of the daemon, whose client nobody serves any more. On a platform thread. */
  void killNow() throws IOException {
    if (exec.isPresent()) {
      exec.get().kill();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void worker(Work work) {
    Runnable task =
        () -> {
          try {
            work.run();
          } catch (IOException | RuntimeException failure) {
            log.warn("something is left of an exec until its container is removed", failure);
          }
        };
    try {
      parts.workers().execute(task);
    } catch (RejectedExecutionException full) {
      log.debug("an exec is cleared away by a thread of its own", full);
      Thread.ofPlatform().daemon().name("exec-end").start(task);
    }
  }
}
