package io.crij.runtime.streaming.connection;

import io.netty.buffer.ByteBuf;

/** Of a stream that only we write to; the client ends its side when it likes. */
public interface UnheardStream extends StreamReceiver {
  @Override
  default void receive(ByteBuf data) {
    data.release();
  }

  @Override
  default void ended() {
    // Nothing was expected.
  }

  @Override
  default void reset() {
    // What is sent from now on is dropped.
  }
}
