package io.crij.e2e.streaming;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** Sends back what it gets, on the loopback address of the node. */
final class EchoServer implements AutoCloseable {
  private final ServerSocket server;

  private EchoServer(ServerSocket server) {
    this.server = server;
  }

  /**
   * @param backlog how many clients may come at once
   */
  static EchoServer start(int backlog) throws IOException {
    EchoServer started =
        new EchoServer(new ServerSocket(0, backlog, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(started::acceptAll);
    return started;
  }

  int port() {
    return server.getLocalPort();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> echo(client));
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void echo(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException gone) {
      System.err.println("a client of the echo server broke off: " + gone);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
