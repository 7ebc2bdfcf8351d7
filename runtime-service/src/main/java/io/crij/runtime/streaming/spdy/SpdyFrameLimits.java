package io.crij.runtime.streaming.spdy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.spdy.SpdyProtocolException;
import io.netty.util.ReferenceCountUtil;

/**
 * Looks at the head of each frame before the codec does: what a control frame says of its length
 * bounds what is inflated and counted for it. Bytes are passed on as they come.
 */
final class SpdyFrameLimits extends ChannelInboundHandlerAdapter {
  private static final int HEAD = 8;
  private static final int LARGEST_CONTROL = 16 << 10;
  private static final int CONTROL = 0x80;
  private static final int VERSION = 3;
  private static final int BYTE = 0xff;

  private final byte[] head = new byte[HEAD];
  private int headBytes;
  private int bodyLeft;
  private boolean refused;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    if (refused || !isAllowed(bytes)) {
      ReferenceCountUtil.release(bytes);
      if (!refused) {
        refused = true;
        context.fireExceptionCaught(
            new SpdyProtocolException("a frame that is too large or of another version"));
      }
      return;
    }
    context.fireChannelRead(bytes);
  }

  private boolean isAllowed(ByteBuf bytes) {
    int index = bytes.readerIndex();
    while (index < bytes.writerIndex()) {
      if (bodyLeft > 0) {
        int skipped = Math.min(bodyLeft, bytes.writerIndex() - index);
        bodyLeft -= skipped;
        index += skipped;
        continue;
      }
      head[headBytes] = bytes.getByte(index);
      headBytes++;
      index++;
      if (headBytes == HEAD) {
        headBytes = 0;
        bodyLeft = (head[5] & BYTE) << 16 | (head[6] & BYTE) << 8 | head[7] & BYTE;
        if (!isAllowedHead()) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isAllowedHead() {
    if ((head[0] & CONTROL) == 0) {
      return true;
    }
    boolean rightVersion = (head[0] & ~CONTROL & BYTE) == 0 && head[1] == VERSION;
    return rightVersion && bodyLeft <= LARGEST_CONTROL;
  }
}
