package io.crij.runtime.streaming.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.tty.WindowSize;
import io.crij.runtime.streaming.command.CommandClient;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.MemoryShare;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes of a WebSocket client end in input, or in the end of the connection. */
class WebSocketFuzzTest {
  private static final int ROUNDS = 3000;

  private static final class Counting implements CommandSession {
    private int bytes;
    private int sizes;
    private int ends;

    @Override
    public void begin(CommandClient client) {
      assertThat(client.connection().isOver()).isFalse();
    }

    @Override
    public void stdin(ByteBuf data) {
      bytes += data.readableBytes();
      data.release();
    }

    @Override
    public void stdinEnded() {
      ends++;
    }

    @Override
    public void resize(WindowSize size) {
      sizes++;
    }
  }

  private static EmbeddedChannel server(ChannelProtocol protocol, Counting session) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(1 << 20).build()));
    ClientConnection connection =
        new ClientConnection(
            channel, Duration.ofHours(1), CloseWebSocketFrame::new, new MemoryShare());
    WebSocketPipeline.command(
        channel.pipeline(),
        connection,
        protocol,
        new CommandStreams(true, true, false, true),
        session);
    return channel;
  }

  @Test
  void messagesOfAnyKind() {
    Random random = new Random(7);
    Counting all = new Counting();
    for (int round = 0; round < ROUNDS; round++) {
      ChannelProtocol protocol =
          ChannelProtocol.all().get(random.nextInt(ChannelProtocol.all().size()));
      EmbeddedChannel server = server(protocol, all);
      for (int i = 0; i < 6 && server.isOpen(); i++) {
        feed(server, frame(random));
      }
      end(server);
    }
    assertThat(all.bytes).isPositive();
    assertThat(all.sizes).isPositive();
    assertThat(all.ends).isPositive();
  }

  @Test
  void nothingButNoise() {
    Random random = new Random(8);
    for (int round = 0; round < ROUNDS; round++) {
      EmbeddedChannel server = server(ChannelProtocol.V5, new Counting());
      byte[] noise = new byte[1 + random.nextInt(500)];
      random.nextBytes(noise);
      feed(server, Unpooled.wrappedBuffer(noise));
      end(server);
    }
  }

  /** A masked frame with the mask 0: opcode, channel and content by chance. */
  private static ByteBuf frame(Random random) {
    byte[] content =
        switch (random.nextInt(6)) {
          case 0 -> new byte[] {(byte) 255, 0};
          case 1 -> "\u0004{\"Width\":1,\"Height\":2}".getBytes(StandardCharsets.US_ASCII);
          case 2 -> "0aGVsbG8=".getBytes(StandardCharsets.US_ASCII);
          case 3 -> new byte[0];
          default -> {
            byte[] some = new byte[1 + random.nextInt(100)];
            random.nextBytes(some);
            some[0] = (byte) random.nextInt(6);
            yield some;
          }
        };
    int[] opcodes = {2, 2, 2, 1, 0, 9, 10, 8, 3};
    int first = (random.nextInt(4) == 0 ? 0 : 0x80) | opcodes[random.nextInt(opcodes.length)];
    return Unpooled.buffer()
        .writeByte(first)
        .writeByte(0x80 | content.length)
        .writeInt(0)
        .writeBytes(content);
  }

  /** Netty's decoder says farewell, empties the pipeline, and then tells what it found. */
  private static void feed(EmbeddedChannel server, ByteBuf bytes) {
    try {
      server.writeInbound(bytes);
    } catch (CorruptedFrameException refused) {
      assertThat(server.isOpen()).isFalse();
    }
  }

  private static void end(EmbeddedChannel server) {
    Object sent = server.readOutbound();
    while (sent != null) {
      ReferenceCountUtil.release(sent);
      sent = server.readOutbound();
    }
    server.checkException();
    server.finishAndReleaseAll();
  }
}
