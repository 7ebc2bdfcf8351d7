package io.crij.runtime.streaming.command;

import io.crij.linux.tty.WindowSize;
import io.netty.buffer.ByteBuf;

/**
 * What stands behind a client of Exec or Attach. All calls come on the event loop of the client's
 * connection, {@link #begin} first.
 */
public interface CommandSession {
  /** All streams of the client are there. */
  void begin(CommandClient client);

  /** Takes the buffer. Who cannot keep up holds the connection. */
  void stdin(ByteBuf data);

  /** The client ended its standard input. */
  void stdinEnded();

  void resize(WindowSize size);
}
