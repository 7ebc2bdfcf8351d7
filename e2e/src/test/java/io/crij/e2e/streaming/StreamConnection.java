package io.crij.e2e.streaming;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A plain connection to the streaming server, and the one request on it. */
final class StreamConnection implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Socket socket;
  private final URI url;

  private StreamConnection(Socket socket, URI url) {
    this.socket = socket;
    this.url = url;
  }

  static StreamConnection open(String url) {
    URI uri = URI.create(url);
    try {
      Socket socket = new Socket(uri.getHost(), uri.getPort());
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.setTcpNoDelay(true);
      return new StreamConnection(socket, uri);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Socket socket() {
    return socket;
  }

  /** What the server answered before it sent anything else. */
  record Head(int status, List<String> headers) {
    /** Values of all headers of this name. */
    List<String> values(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(header -> header.substring(prefix.length()).strip())
          .toList();
    }
  }

  /** Asks for SPDY in these versions, in this order. */
  Head askForSpdy(String... protocols) {
    StringBuilder request = new StringBuilder("POST " + url.getRawPath() + " HTTP/1.1\r\n");
    request.append("Host: ").append(url.getAuthority()).append("\r\n");
    request.append("Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n");
    for (String protocol : protocols) {
      request.append("X-Stream-Protocol-Version: ").append(protocol).append("\r\n");
    }
    return ask(request + "\r\n");
  }

  Head ask(String request) {
    send(request.getBytes(StandardCharsets.ISO_8859_1));
    return readHead();
  }

  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Status 0 when the server closed the connection without an answer. */
  Head readHead() {
    try {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return new Head(0, List.of());
        }
        head.write(next);
      }
      List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
      return new Head(
          Integer.parseInt(lines.getFirst().split(" ", -1)[1]), lines.subList(1, lines.size() - 1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Everything until the server closes; what it broke off counts as its end. */
  byte[] readAll() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the server does not close the connection", e);
    } catch (IOException reset) {
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  /** As a machine does that loses its power: RST at the next packet. */
  void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
