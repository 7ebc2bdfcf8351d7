package io.crij.runtime.streaming.spdy;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.connection.MemoryShare;
import io.crij.runtime.streaming.connection.StreamReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Any bytes of a client end in streams, resets or the end of the connection, and in nothing else.
 */
class SpdyFuzzTest {
  private static final int ROUNDS = 3000;
  private static final int MOST_STREAMS = 4;

  /** Counts what it has, and breaks a rule by throwing. */
  private static final class Counting implements SpdyApplication {
    private final List<Received> open = new ArrayList<>();
    private int opened;

    @Override
    public int mostStreams() {
      return MOST_STREAMS;
    }

    @Override
    public Optional<StreamReceiver> accept(
        ClientStream stream, int id, Map<String, String> headers) {
      opened++;
      if (headers.containsKey("refuse")) {
        return Optional.empty();
      }
      Received received = new Received(stream);
      open.add(received);
      return Optional.of(received);
    }
  }

  private static final class Received implements StreamReceiver {
    private final ClientStream stream;
    private boolean over;

    Received(ClientStream stream) {
      this.stream = stream;
    }

    @Override
    public void receive(ByteBuf data) {
      assertThat(over).isFalse();
      stream.send(data);
    }

    @Override
    public void ended() {
      assertThat(over).isFalse();
      over = true;
      stream.end();
    }

    @Override
    public void reset() {
      assertThat(over).isFalse();
      over = true;
    }
  }

  private static EmbeddedChannel server(Counting application) {
    EmbeddedChannel channel = new EmbeddedChannel();
    ClientConnection connection =
        new ClientConnection(
            channel, Duration.ofHours(1), () -> Unpooled.EMPTY_BUFFER, new MemoryShare());
    SpdyPipeline.add(channel.pipeline(), connection, application);
    return channel;
  }

  @Test
  void wellFormedFramesWithChangedBytes() {
    Random random = new Random(5);
    int opened = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Counting application = new Counting();
      EmbeddedChannel server = server(application);
      byte[] bytes = conversation(random);
      int changes = random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      feed(server, bytes, random);
      assertThat(application.open.stream().filter(each -> !each.over).count())
          .isLessThanOrEqualTo(MOST_STREAMS);
      opened += application.opened;
      end(server);
    }
    assertThat(opened).isGreaterThan(ROUNDS);
  }

  @Test
  void nothingButNoise() {
    Random random = new Random(6);
    for (int round = 0; round < ROUNDS; round++) {
      EmbeddedChannel server = server(new Counting());
      byte[] noise = new byte[1 + random.nextInt(2000)];
      random.nextBytes(noise);
      if (random.nextBoolean()) {
        // As the beginning of a control frame.
        noise[0] = (byte) 0x80;
        System.arraycopy(new byte[] {3, 0}, 0, noise, Math.min(1, noise.length - 1), 1);
      }
      feed(server, noise, random);
      end(server);
    }
  }

  /** What a client may send, in any order. */
  private static byte[] conversation(Random random) {
    EmbeddedChannel client = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    int frames = 1 + random.nextInt(12);
    int id = 1;
    for (int i = 0; i < frames; i++) {
      int some = 1 + 2 * random.nextInt(1 + id / 2);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          SpdySynStreamFrame open = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
          open.headers().add(random.nextInt(5) == 0 ? "refuse" : "streamtype", "x" + i);
          open.setLast(random.nextInt(4) == 0);
          id += 2;
          client.writeOutbound(open);
        }
        case 2 -> {
          byte[] content = new byte[random.nextInt(500)];
          SpdyDataFrame data = new DefaultSpdyDataFrame(some, Unpooled.wrappedBuffer(content));
          data.setLast(random.nextInt(4) == 0);
          client.writeOutbound(data);
        }
        case 3 ->
            client.writeOutbound(new DefaultSpdyRstStreamFrame(some, SpdyStreamStatus.CANCEL));
        default -> client.writeOutbound(new DefaultSpdyPingFrame(some));
      }
    }
    ByteBuf all = Unpooled.buffer();
    ByteBuf part = client.readOutbound();
    while (part != null) {
      all.writeBytes(part);
      part.release();
      part = client.readOutbound();
    }
    client.finishAndReleaseAll();
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    all.release();
    return bytes;
  }

  /** In pieces of any size. */
  private static void feed(EmbeddedChannel server, byte[] bytes, Random random) {
    int offset = 0;
    while (offset < bytes.length && server.isOpen()) {
      int length = Math.min(1 + random.nextInt(200), bytes.length - offset);
      server.writeInbound(Unpooled.copiedBuffer(bytes, offset, length));
      offset += length;
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
