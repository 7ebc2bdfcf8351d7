package io.crij.runtime.streaming.websocket;

import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.portforward.PodPorts;
import io.crij.runtime.streaming.portforward.SpdyForwards;
import io.crij.runtime.streaming.spdy.SpdyPipeline;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.util.List;

/** Puts what follows Netty's WebSocket frames into the pipeline of a connection. */
public final class WebSocketPipeline {
  /** Of a frame, and of a message of several frames. */
  public static final int LARGEST_MESSAGE = 1 << 20;

  private WebSocketPipeline() {}

  public static void command(
      ChannelPipeline pipeline,
      ClientConnection connection,
      ChannelProtocol protocol,
      CommandStreams wanted,
      CommandSession session) {
    WebSocketCommand.begin(
        connection, channels(pipeline, connection, protocol), protocol, wanted, session);
  }

  public static void portForward(
      ChannelPipeline pipeline,
      ClientConnection connection,
      ChannelProtocol protocol,
      PodPorts pod,
      List<Integer> ports) {
    WebSocketForwards.begin(connection, channels(pipeline, connection, protocol), pod, ports);
  }

  private static WebSocketChannels channels(
      ChannelPipeline pipeline, ClientConnection connection, ChannelProtocol protocol) {
    WebSocketChannels channels = new WebSocketChannels(connection, protocol);
    pipeline.addLast(ClientConnection.LOWEST, new WebSocketControl(connection));
    pipeline.addLast(new WebSocketFrameAggregator(LARGEST_MESSAGE), channels, connection);
    return channels;
  }

  /** SPDY in the messages of the WebSocket. */
  public static void tunnel(ChannelPipeline pipeline, ClientConnection connection, PodPorts pod) {
    pipeline.addLast(ClientConnection.LOWEST, new WebSocketControl(connection));
    pipeline.addLast(new WebSocketTunnel(connection));
    SpdyPipeline.add(pipeline, connection, new SpdyForwards(connection, pod));
  }
}
