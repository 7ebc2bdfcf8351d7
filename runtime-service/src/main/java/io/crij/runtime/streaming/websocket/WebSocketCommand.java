package io.crij.runtime.streaming.websocket;

import io.crij.runtime.streaming.command.CommandClient;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import io.crij.runtime.streaming.command.ResizeDecoder;
import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.connection.StreamReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/** Exec or Attach over a WebSocket: channels 0 to 2 as descriptors, 3 for the end, 4 for sizes. */
final class WebSocketCommand {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int RESIZE = 4;

  private WebSocketCommand() {}

  static void begin(
      ClientConnection connection,
      WebSocketChannels channels,
      ChannelProtocol protocol,
      CommandStreams wanted,
      CommandSession session) {
    if (wanted.stdin()) {
      channels.receiver(STDIN, new Stdin(session));
    }
    if (wanted.tty()) {
      channels.receiver(RESIZE, new Sizes(session, new ResizeDecoder()));
    }
    CommandClient client =
        new CommandClient(
            connection,
            wanted.stdout() ? Optional.of(channels.stream(STDOUT)) : Optional.empty(),
            wanted.stderr() ? Optional.of(channels.stream(STDERR)) : Optional.empty(),
            channels.stream(ERROR),
            protocol.format());
    // An empty message tells clients that somebody is there.
    ClientStream first = client.stdout().or(client::stderr).orElse(client.error());
    first.send(Unpooled.EMPTY_BUFFER);
    session.begin(client);
  }

  private record Stdin(CommandSession session) implements StreamReceiver {
    @Override
    public void receive(ByteBuf data) {
      session.stdin(data);
    }

    @Override
    public void ended() {
      session.stdinEnded();
    }

    @Override
    public void reset() {
      session.stdinEnded();
    }
  }

  private record Sizes(CommandSession session, ResizeDecoder decoder) implements StreamReceiver {
    @Override
    public void receive(ByteBuf data) {
      decoder.decode(data).ifPresent(session::resize);
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
}
