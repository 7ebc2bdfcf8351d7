package io.crij.runtime.streaming.websocket;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.portforward.Forward;
import io.crij.runtime.streaming.portforward.PodPorts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * The older port-forward over a WebSocket: for each port that PortForward named, one connection
 * with a data channel and an error channel, which begin with the port's number.
 */
final class WebSocketForwards {
  private final ClientConnection connection;
  private final List<Forward> forwards = new ArrayList<>();
  private int open;

  private WebSocketForwards(ClientConnection connection) {
    this.connection = connection;
  }

  static void begin(
      ClientConnection connection, WebSocketChannels channels, PodPorts pod, List<Integer> ports) {
    WebSocketForwards all = new WebSocketForwards(connection);
    all.open = ports.size();
    for (int i = 0; i < ports.size(); i++) {
      int port = ports.get(i);
      ClientStream data = channels.stream(2 * i);
      ClientStream error = channels.stream(2 * i + 1);
      data.send(number(port));
      error.send(number(port));
      Ending ending = new Ending(data);
      Forward forward = new Forward(connection, pod, port, ending, error, all::forwardEnded);
      ending.whenEnded = forward::end;
      channels.receiver(2 * i, forward);
      all.forwards.add(forward);
    }
    connection.whenWritable(() -> all.forwards.forEach(Forward::writable));
    connection.whenGone(() -> all.forwards.forEach(Forward::end));
    all.forwards.forEach(Forward::begin);
  }

  private static ByteBuf number(int port) {
    return Unpooled.buffer(Short.BYTES).writeShortLE(port);
  }

  private void forwardEnded() {
    open--;
    if (open == 0) {
      connection.finish();
    }
  }

  /** Neither side can end one direction of a channel, so that the pod's end is the end. */
  private static final class Ending implements ClientStream {
    private final ClientStream data;
    private Runnable whenEnded = () -> {};

    Ending(ClientStream data) {
      this.data = data;
    }

    @Override
    public void send(ByteBuf bytes) {
      data.send(bytes);
    }

    @Override
    public void end() {
      data.end();
      whenEnded.run();
    }

    @Override
    public void reset() {
      end();
    }
  }
}
