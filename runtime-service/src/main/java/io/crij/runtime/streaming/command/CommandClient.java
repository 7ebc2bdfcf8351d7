package io.crij.runtime.streaming.command;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * The client of a session: where output and the end go. On the event loop of its connection only.
 *
 * @param stdout empty when the client did not ask for it; what is sent is dropped then
 * @param error carries the end
 */
public record CommandClient(
    ClientConnection connection,
    Optional<ClientStream> stdout,
    Optional<ClientStream> stderr,
    ClientStream error,
    StatusFormat format) {

  public void sendStdout(ByteBuf data) {
    send(stdout, data);
  }

  public void sendStderr(ByteBuf data) {
    send(stderr, data);
  }

  private void send(Optional<ClientStream> stream, ByteBuf data) {
    if (stream.isPresent() && !connection.isOver()) {
      connection.noteTraffic();
      stream.get().send(data);
    } else {
      data.release();
    }
  }

  /** Ends all streams, tells how it ended, and ends the connection once that has been sent. */
  public void end(CommandEnd end) {
    stdout.ifPresent(ClientStream::end);
    stderr.ifPresent(ClientStream::end);
    format.bytes(end).ifPresent(error::send);
    error.end();
    connection.finish();
  }
}
