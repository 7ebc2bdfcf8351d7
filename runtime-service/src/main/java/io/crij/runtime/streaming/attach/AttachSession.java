package io.crij.runtime.streaming.attach;

import io.crij.linux.fd.Fd;
import io.crij.linux.tty.WindowSize;
import io.crij.oci.attach.AttachPoint;
import io.crij.operations.failure.Failure;
import io.crij.runtime.streaming.command.CommandClient;
import io.crij.runtime.streaming.command.CommandEnd;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.descriptor.DescriptorReader;
import io.crij.runtime.streaming.descriptor.DescriptorWriter;
import io.crij.runtime.streaming.descriptor.LoopDescriptor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client attached to a container. It ends when the container ends or the client goes; the
 * container goes on then. Output that came before is not shown. A client that takes no output for
 * {@value #PATIENCE_SECONDS} s while there is some is given up, since the container waits for it.
 */
final class AttachSession implements CommandSession {
  private static final Logger log = LoggerFactory.getLogger(AttachSession.class);

  static final int PATIENCE_SECONDS = 10;

  private final Executor workers;
  private final AttachPoint point;
  private final CommandStreams streams;
  private final AttachedClients attached;
  private final Deque<ByteBuf> early = new ArrayDeque<>();
  private Optional<CommandClient> client = Optional.empty();
  private Optional<LoopDescriptor> socket = Optional.empty();
  private Optional<DescriptorReader> output = Optional.empty();
  private Optional<DescriptorWriter> stdin = Optional.empty();
  private Optional<WindowSize> size = Optional.empty();
  private boolean resizing;
  private boolean stdinEnded;
  private boolean over;

  AttachSession(
      Executor workers, AttachPoint point, CommandStreams streams, AttachedClients attached) {
    this.workers = workers;
    this.point = point;
    this.streams = streams;
    this.attached = attached;
  }

  @Override
  public void begin(CommandClient arrived) {
    client = Optional.of(arrived);
    ClientConnection connection = arrived.connection();
    connection.hold();
    if (!attached.add()) {
      over = true;
      connection.release();
      arrived.end(new CommandEnd.Failed("too many clients are attached to the container"));
      return;
    }
    connection.whenGone(
        () -> {
          attached.remove();
          clientGone();
        });
    Optional<CompletableFuture<Fd>> idle = streams.stdin() ? Optional.empty() : attached.takeIdle();
    if (idle.isEmpty()) {
      connect();
      return;
    }
    var _ =
        idle.get()
            .whenComplete(
                (fd, ended) ->
                    connection
                        .loop()
                        .execute(
                            () -> {
                              if (ended == null) {
                                connected(fd);
                              } else {
                                connect();
                              }
                            }));
  }

  private void connect() {
    EventLoop loop = client().connection().loop();
    work(
        () -> {
          try {
            Fd connected = point.connect();
            loop.execute(() -> connected(connected));
          } catch (IOException failure) {
            loop.execute(() -> failed(failure));
          }
        });
  }

  private CommandClient client() {
    return client.orElseThrow();
  }

  private void work(Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException full) {
      failed(full);
    }
  }

  private void failed(Exception failure) {
    close();
    if (!client().connection().isOver()) {
      client().connection().release();
      String text = Failure.wrap("the container was not attached to", failure).getMessage();
      client().end(new CommandEnd.Failed(text));
    }
  }

  private void connected(Fd fd) {
    ClientConnection connection = client().connection();
    if (over) {
      fd.close();
      return;
    }
    LoopDescriptor registered;
    try {
      registered = LoopDescriptor.register(connection.ioLoop(), fd);
    } catch (IOException failure) {
      failed(failure);
      return;
    }
    connection.release();
    socket = Optional.of(registered);
    DescriptorReader reader = new DescriptorReader(connection.ioLoop(), registered, new Output());
    connection.whenWritable(reader::resume);
    output = Optional.of(reader);
    if (streams.stdin()) {
      DescriptorWriter writer =
          new DescriptorWriter(registered, AttachPoint.LARGEST_INPUT, connection::buffered);
      stdin = Optional.of(writer);
      early.forEach(writer::write);
      early.clear();
      if (stdinEnded) {
        stdinEnded();
      }
    }
    registered.begin();
    size.ifPresent(this::resize);
  }

  /** Packets of the monitor: which stream, then bytes of it. */
  private final class Output implements DescriptorReader.Receiver {
    @Override
    public void read(ByteBuf packet) {
      int kind = packet.readByte();
      if (kind == AttachPoint.STDOUT) {
        client().sendStdout(packet);
      } else if (kind == AttachPoint.STDERR) {
        client().sendStderr(packet);
      } else {
        packet.release();
      }
      if (!client().connection().isWritable()) {
        output.ifPresent(AttachSession.this::pause);
      }
    }

    @Override
    public void ended() {
      if (!over) {
        close();
        client().end(new CommandEnd.Succeeded());
      }
    }
  }

  /** The monitor, and the container after it, then wait for this client; not for long. */
  private void pause(DescriptorReader reader) {
    reader.pause();
    long pausedAt = reader.total();
    var _ =
        client()
            .connection()
            .loop()
            .schedule(
                () -> {
                  if (!over && reader.isPaused() && reader.total() == pausedAt) {
                    log.info("a client that takes no output of a container is given up");
                    client().connection().breakOff();
                  }
                },
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
  }

  @Override
  public void stdin(ByteBuf data) {
    if (over || !streams.stdin()) {
      data.release();
    } else if (stdin.isPresent()) {
      stdin.get().write(data);
    } else {
      early.add(data);
    }
  }

  /** The monitor ends the container's standard input if it is of the kind that ends once. */
  @Override
  public void stdinEnded() {
    stdinEnded = true;
    stdin.ifPresent(writer -> writer.end(this::endInput));
  }

  private void endInput() {
    try {
      if (socket.isPresent()) {
        socket.get().endPackets();
      }
    } catch (IOException failure) {
      log.debug("the monitor has gone", failure);
    }
  }

  @Override
  public void resize(WindowSize next) {
    size = Optional.of(next);
    if (socket.isPresent() && !over && !resizing) {
      resizing = true;
      work(() -> tellSize(next));
    }
  }

  /** One worker at a time; of the sizes that come meanwhile only the last is told. */
  private void tellSize(WindowSize told) {
    try {
      point.resize(told);
    } catch (IOException failure) {
      log.debug("the terminal of a container was not resized", failure);
    }
    client()
        .connection()
        .loop()
        .execute(
            () -> {
              resizing = false;
              size.filter(latest -> !latest.equals(told)).ifPresent(this::resize);
            });
  }

  private void clientGone() {
    if (over) {
      return;
    }
    if (!streams.stdin() && attached.endsWithFirst() && socket.isPresent()) {
      // The monitor would take the end of this connection for the end of standard input.
      over = true;
      attached.keepIdle(client().connection().ioLoop(), socket.get());
    } else {
      close();
    }
  }

  private void close() {
    over = true;
    early.forEach(ByteBuf::release);
    early.clear();
    stdin.ifPresent(DescriptorWriter::abandon);
    socket.ifPresent(LoopDescriptor::close);
  }
}
