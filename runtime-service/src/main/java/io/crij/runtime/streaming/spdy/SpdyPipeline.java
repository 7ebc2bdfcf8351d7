package io.crij.runtime.streaming.spdy;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;

/** Puts SPDY/3.1 into the pipeline of a connection. */
public final class SpdyPipeline {
  private static final int LARGEST_CHUNK = 64 << 10;
  private static final int LARGEST_HEADERS = 16 << 10;
  private static final int COMPRESSION = 6;
  private static final int WINDOW_BITS = 15;
  private static final int MEMORY_LEVEL = 8;

  private SpdyPipeline() {}

  /** At the end of the pipeline; the connection itself comes after it. */
  public static void add(
      ChannelPipeline pipeline, ClientConnection connection, SpdyApplication application) {
    SpdyFrameLimits limits = new SpdyFrameLimits();
    if (pipeline.context(ClientConnection.LOWEST) == null) {
      pipeline.addLast(ClientConnection.LOWEST, limits);
    } else {
      pipeline.addLast(limits);
    }
    pipeline.addLast(
        new SpdyFrameCodec(
            SpdyVersion.SPDY_3_1,
            LARGEST_CHUNK,
            LARGEST_HEADERS,
            COMPRESSION,
            WINDOW_BITS,
            MEMORY_LEVEL),
        new SpdyStreams(connection, application),
        connection);
  }
}
