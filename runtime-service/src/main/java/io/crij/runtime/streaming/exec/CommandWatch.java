package io.crij.runtime.streaming.exec;

import io.crij.linux.process.Pidfd;
import io.crij.oci.runtime.StreamedExec;
import io.crij.runtime.streaming.descriptor.LoopDescriptor;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the end of a command whose runtime does not end with it: runc waits until all children
 * that the command left in the background have closed its output. Lives on the session's event
 * loop; files are read by the workers.
 */
final class CommandWatch {
  private static final Logger log = LoggerFactory.getLogger(CommandWatch.class);
  private static final long LOOK_MILLIS = 500;

  private final IoEventLoop loop;
  private final Executor workers;
  private final StreamedExec exec;
  private final IntConsumer told;
  private Optional<LoopDescriptor> process = Optional.empty();
  private boolean closed;

  /**
   * @param told gets the command's exit code on the event loop, if it is known before the runtime
   *     ends
   */
  CommandWatch(IoEventLoop loop, Executor workers, StreamedExec exec, IntConsumer told) {
    this.loop = loop;
    this.workers = workers;
    this.exec = exec;
    this.told = told;
  }

  void begin() {
    after(this::findProcess);
  }

  private interface Look {
    void run() throws IOException;
  }

  private void after(Look look) {
    var _ =
        loop.schedule(
            () -> {
              if (!closed) {
                workers.execute(() -> run(look));
              }
            },
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private static void run(Look look) {
    try {
      look.run();
    } catch (IOException failure) {
      log.warn("the end of a command is known only when its runtime ends", failure);
    }
  }

  private void findProcess() throws IOException {
    OptionalInt pid = exec.commandPid();
    if (pid.isEmpty()) {
      // The runtime is still starting it, or has failed and is about to end.
      loop.execute(() -> after(this::findProcess));
      return;
    }
    Optional<Pidfd> found = open(pid.getAsInt());
    loop.execute(() -> found.ifPresentOrElse(this::watch, () -> after(this::readCode)));
  }

  private static Optional<Pidfd> open(int pid) {
    try {
      return Optional.of(Pidfd.open(pid));
    } catch (IOException ended) {
      log.debug("a command has ended already", ended);
      return Optional.empty();
    }
  }

  private void watch(Pidfd pidfd) {
    if (closed) {
      pidfd.close();
      return;
    }
    try {
      LoopDescriptor watched = LoopDescriptor.register(loop, pidfd.fd());
      process = Optional.of(watched);
      watched.whenReadyOnce(() -> after(this::readCode));
    } catch (IOException failure) {
      log.warn("the end of a command is known only when its runtime ends", failure);
    }
  }

  private void readCode() throws IOException {
    Optional<Integer> code = exec.commandCode();
    loop.execute(
        () -> {
          if (code.isPresent() && !closed) {
            told.accept(code.get());
          } else {
            after(this::readCode);
          }
        });
  }

  void close() {
    closed = true;
    process.ifPresent(LoopDescriptor::close);
  }
}
