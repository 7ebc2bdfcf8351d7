package io.crij.runtime.streaming.connection;

import io.netty.buffer.ByteBuf;

/** Where the bytes of a client's stream go. Called on the event loop of its connection. */
public interface StreamReceiver {
  /** Takes the buffer. Who cannot keep up holds the connection. */
  void receive(ByteBuf data);

  /** The client will send nothing more; it may still receive. */
  void ended();

  /** The client gave this stream up, in both directions. */
  void reset();
}
