package io.crij.runtime.streaming.connection;

import io.netty.buffer.ByteBuf;

/** One stream of a client, towards the client. On the event loop of its connection only. */
public interface ClientStream {
  /** Takes the buffer. What comes after the end, or after the client has gone, is dropped. */
  void send(ByteBuf data);

  /** Nothing more will be sent; may be repeated. */
  void end();

  /** Ends the stream in both directions, and no other stream. */
  void reset();
}
