package io.crij.runtime.streaming.exec;

import io.crij.linux.fd.Fd;
import io.crij.linux.tty.PseudoTerminal;
import io.crij.linux.tty.WindowSize;
import io.crij.operations.failure.Failure;
import io.crij.runtime.streaming.command.CommandClient;
import io.crij.runtime.streaming.command.CommandEnd;
import io.crij.runtime.streaming.descriptor.DescriptorReader;
import io.crij.runtime.streaming.descriptor.DescriptorWriter;
import io.crij.runtime.streaming.descriptor.LoopDescriptor;
import io.crij.runtime.streaming.exec.ExecStart.Started;
import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of a command that runs, on the event loop of its client. They have ended when the
 * command has ended and its output is at its end; of a child that it left in the background no more
 * is waited for than a moment of silence.
 */
final class ExecStreams {
  private static final Logger log = LoggerFactory.getLogger(ExecStreams.class);
  private static final int LARGEST_WRITE = 64 << 10;
  private static final long QUIET_MILLIS = 500;

  /** So often there must have been nothing to read. */
  private static final int QUIET = 2;

  /** A child that never stops to write is heard so long. */
  private static final long MOST_AFTER_END = 1 << 20;

  private final CommandClient client;
  private final Executor workers;
  private final Started started;
  private final Consumer<CommandEnd> ended;
  private final CommandWatch watch;
  private final List<LoopDescriptor> descriptors = new ArrayList<>();
  private final List<DescriptorReader> readers = new ArrayList<>();
  private Optional<DescriptorWriter> writer = Optional.empty();
  private Optional<LoopDescriptor> stdin = Optional.empty();
  private Optional<CommandEnd> end = Optional.empty();
  private Optional<WindowSize> newest = Optional.empty();
  private boolean telling;
  private long totalAtEnd;
  private long lastTotal = -1;
  private int quiet;

  /**
   * Takes the descriptors of the command.
   *
   * @param ended called once, when everything was sent to the client
   */
  ExecStreams(CommandClient client, Executor workers, Started started, Consumer<CommandEnd> ended) {
    this.client = client;
    this.workers = workers;
    this.started = started;
    this.ended = ended;
    this.watch =
        new CommandWatch(
            loop(), workers, started.exec(), code -> commandEnded(code, Optional.empty()));
  }

  private IoEventLoop loop() {
    return client.connection().ioLoop();
  }

  void begin() throws IOException {
    try {
      if (started.tty()) {
        LoopDescriptor terminal = register(started.stdout().orElseThrow());
        stdin = Optional.of(terminal);
        read(terminal, client::sendStdout);
      } else {
        if (started.stdin().isPresent()) {
          stdin = Optional.of(register(started.stdin().get()));
        }
        read(register(started.stdout().orElseThrow()), client::sendStdout);
        read(register(started.stderr().orElseThrow()), client::sendStderr);
      }
    } catch (IOException failure) {
      started.closeStreams();
      close();
      throw failure;
    }
    writer =
        stdin.map(
            target -> new DescriptorWriter(target, LARGEST_WRITE, client.connection()::buffered));
    client.connection().whenWritable(() -> readers.forEach(DescriptorReader::resume));
    descriptors.forEach(LoopDescriptor::begin);
    watch.begin();
  }

  private LoopDescriptor register(Fd fd) throws IOException {
    LoopDescriptor registered = LoopDescriptor.register(loop(), fd);
    descriptors.add(registered);
    return registered;
  }

  private void read(LoopDescriptor source, Consumer<ByteBuf> target) {
    DescriptorReader.Receiver receiver =
        new DescriptorReader.Receiver() {
          @Override
          public void read(ByteBuf data) {
            target.accept(data);
            if (!client.connection().isWritable()) {
              readers.forEach(DescriptorReader::pause);
            }
          }

          @Override
          public void ended() {
            endIfDrained();
          }
        };
    readers.add(new DescriptorReader(loop(), source, receiver));
  }

  void stdin(ByteBuf data) {
    if (writer.isPresent()) {
      writer.get().write(data);
    } else {
      data.release();
    }
  }

  /** A terminal has no end of input but the character that its program takes for one. */
  void stdinEnded() {
    if (!started.tty()) {
      writer.ifPresent(target -> target.end(() -> stdin.ifPresent(LoopDescriptor::close)));
    }
  }

  void resize(WindowSize size) throws IOException {
    if (started.tty()) {
      PseudoTerminal.resize(started.stdout().orElseThrow(), size);
      newest = Optional.of(size);
      tellSize();
    }
  }

  /** One worker at a time; of the sizes that come meanwhile only the last is told. */
  private void tellSize() {
    if (telling || newest.isEmpty()) {
      return;
    }
    telling = true;
    WindowSize size = newest.get();
    newest = Optional.empty();
    workers.execute(
        () -> {
          try {
            started.exec().resized(size);
          } catch (IOException | RuntimeException failure) {
            log.debug("the terminal of a command was not resized", failure);
          }
          loop()
              .execute(
                  () -> {
                    telling = false;
                    tellSize();
                  });
        });
  }

  /**
   * @param failure why the command was not started
   */
  void commandEnded(int code, Optional<Failure> failure) {
    if (end.isEmpty()) {
      end = Optional.of(failure.map(StartFailure::end).orElseGet(() -> CommandEnd.of(code)));
      totalAtEnd = total();
      endIfDrained();
      listenOn();
    }
  }

  private long total() {
    return readers.stream().mapToLong(DescriptorReader::total).sum();
  }

  private void endIfDrained() {
    if (end.isPresent() && readers.stream().allMatch(DescriptorReader::isEnded)) {
      ended.accept(end.get());
    }
  }

  private void listenOn() {
    var _ =
        loop()
            .schedule(
                () -> {
                  boolean silent =
                      total() == lastTotal && readers.stream().allMatch(DescriptorReader::isQuiet);
                  quiet = silent ? quiet + 1 : 0;
                  lastTotal = total();
                  if (quiet >= QUIET || total() - totalAtEnd > MOST_AFTER_END) {
                    ended.accept(end.orElseThrow());
                  } else if (!client.connection().isOver()) {
                    listenOn();
                  }
                },
                QUIET_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  void close() {
    watch.close();
    writer.ifPresent(DescriptorWriter::abandon);
    descriptors.forEach(LoopDescriptor::close);
  }
}
