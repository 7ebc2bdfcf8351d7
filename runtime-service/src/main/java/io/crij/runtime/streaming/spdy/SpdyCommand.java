package io.crij.runtime.streaming.spdy;

import io.crij.linux.tty.WindowSize;
import io.crij.runtime.streaming.command.CommandClient;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import io.crij.runtime.streaming.command.ResizeDecoder;
import io.crij.runtime.streaming.command.StatusFormat;
import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.connection.StreamReceiver;
import io.crij.runtime.streaming.connection.UnheardStream;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exec or Attach over SPDY: one stream for each of the standard ones, one for the end, one for
 * sizes.
 */
public final class SpdyCommand implements SpdyApplication {
  private static final Logger log = LoggerFactory.getLogger(SpdyCommand.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_EARLY = 256 << 10;

  private enum Kind {
    ERROR,
    STDIN,
    STDOUT,
    STDERR,
    RESIZE
  }

  private final ClientConnection connection;
  private final CommandSession session;
  private final StatusFormat format;
  private final Set<Kind> expected;
  private final Map<Kind, ClientStream> streams = new EnumMap<>(Kind.class);
  private final Stdin stdin = new Stdin();
  private boolean begun;

  /**
   * @param protocol the version that was agreed on: v1 to v5
   */
  public SpdyCommand(
      ClientConnection connection,
      CommandSession session,
      CommandStreams wanted,
      CommandProtocol protocol) {
    this.connection = connection;
    this.session = session;
    this.format = protocol.format();
    this.expected = expected(wanted, protocol);
    connection.whenGone(stdin::drop);
    var _ =
        connection
            .loop()
            .schedule(this::giveUpUnlessBegun, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Set<Kind> expected(CommandStreams wanted, CommandProtocol protocol) {
    Set<Kind> kinds = EnumSet.of(Kind.ERROR);
    if (wanted.stdin()) {
      kinds.add(Kind.STDIN);
    }
    if (wanted.stdout()) {
      kinds.add(Kind.STDOUT);
    }
    if (wanted.stderr()) {
      kinds.add(Kind.STDERR);
    }
    if (wanted.tty() && protocol.hasResize()) {
      kinds.add(Kind.RESIZE);
    }
    return kinds;
  }

  private void giveUpUnlessBegun() {
    if (!begun && !connection.isOver()) {
      log.info("a streaming client did not open its streams in time");
      connection.breakOff();
    }
  }

  @Override
  public int mostStreams() {
    return Kind.values().length;
  }

  @Override
  public Optional<StreamReceiver> accept(ClientStream stream, int id, Map<String, String> headers) {
    Optional<Kind> kind = kind(headers.getOrDefault("streamtype", ""));
    if (kind.isEmpty() || streams.containsKey(kind.get())) {
      return Optional.empty();
    }
    streams.put(kind.get(), stream);
    if (streams.keySet().equals(expected)) {
      // After the receiver of this last stream is in its place.
      connection.loop().execute(this::begin);
    }
    return Optional.of(receiver(kind.get()));
  }

  private Optional<Kind> kind(String name) {
    return expected.stream()
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  private void begin() {
    if (!connection.isOver()) {
      begun = true;
      session.begin(
          new CommandClient(
              connection,
              Optional.ofNullable(streams.get(Kind.STDOUT)),
              Optional.ofNullable(streams.get(Kind.STDERR)),
              Optional.ofNullable(streams.get(Kind.ERROR)).orElseThrow(),
              format));
      stdin.pass();
    }
  }

  private StreamReceiver receiver(Kind kind) {
    return switch (kind) {
      case STDIN -> stdin;
      case RESIZE -> new Sizes();
      case ERROR, STDOUT, STDERR -> new Nothing();
    };
  }

  /** Keeps what comes before the other streams are there. */
  private final class Stdin implements StreamReceiver {
    private final Deque<ByteBuf> early = new ArrayDeque<>();
    private int earlyBytes;
    private boolean ended;

    @Override
    public void receive(ByteBuf data) {
      if (begun) {
        session.stdin(data);
        return;
      }
      early.add(data);
      earlyBytes += data.readableBytes();
      if (earlyBytes > MOST_EARLY) {
        connection.breakOff();
      }
    }

    @Override
    public void ended() {
      ended = true;
      if (begun) {
        session.stdinEnded();
      }
    }

    @Override
    public void reset() {
      ended();
    }

    void pass() {
      early.forEach(session::stdin);
      early.clear();
      if (ended) {
        session.stdinEnded();
      }
    }

    void drop() {
      early.forEach(ByteBuf::release);
      early.clear();
    }
  }

  private final class Sizes implements StreamReceiver {
    private final ResizeDecoder decoder = new ResizeDecoder();

    @Override
    public void receive(ByteBuf data) {
      Optional<WindowSize> size = decoder.decode(data);
      size.ifPresent(session::resize);
    }

    @Override
    public void ended() {
      // The size stays as it is.
    }

    @Override
    public void reset() {
      // As above.
    }
  }

  private static final class Nothing implements UnheardStream {}
}
