package io.crij.runtime.streaming.spdy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.SpdyProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpdyFrameLimitsTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new SpdyFrameLimits());

  private static ByteBuf head(int first, int second) {
    return Unpooled.buffer().writeInt(first).writeInt(second);
  }

  @Test
  void allowedFramesPassByteByByte() {
    ByteBuf frames = Unpooled.buffer();
    frames.writeBytes(head(0x80030001, 3)).writeBytes(new byte[3]);
    frames.writeBytes(head(7, 1 << 20)).writeBytes(new byte[1 << 20]);
    frames.writeBytes(head(0x80030006, 4)).writeInt(1);
    int passed = 0;
    while (frames.isReadable()) {
      channel.writeInbound(frames.readBytes(Math.min(frames.readableBytes(), 777)));
      ByteBuf out = channel.readInbound();
      passed += out.readableBytes();
      out.release();
    }
    assertThat(passed).isEqualTo(8 + 3 + 8 + (1 << 20) + 8 + 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80020001, 0x80040001, 0x81030001, 0xff030001})
  void otherVersionsAreRefused(int first) {
    assertThatThrownBy(() -> channel.writeInbound(head(first, 0)))
        .isInstanceOf(SpdyProtocolException.class);
    // What comes after it is dropped.
    assertThat(channel.writeInbound(head(7, 0))).isFalse();
  }

  @Test
  void aLargeControlFrameIsRefusedByItsHead() {
    assertThatThrownBy(() -> channel.writeInbound(head(0x80030001, (16 << 10) + 1)))
        .isInstanceOf(SpdyProtocolException.class);
  }
}
