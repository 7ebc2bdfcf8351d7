package io.crij.e2e.streaming;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A client of port-forward, as kubectl is one. */
final class Forwards implements AutoCloseable {
  private final SpdyClient client;
  private int requests;

  private Forwards(SpdyClient client) {
    this.client = client;
  }

  static Forwards connect(String url) {
    return new Forwards(SpdyClient.connect(url, "portforward.k8s.io"));
  }

  SpdyClient client() {
    return client;
  }

  /** A forwarded connection: its error stream, which the client ends at once, and its data. */
  One open(int port) {
    String request = Integer.toString(requests++);
    Map<String, String> error =
        Map.of("streamtype", "error", "port", Integer.toString(port), "requestid", request);
    Map<String, String> data =
        Map.of("streamtype", "data", "port", Integer.toString(port), "requestid", request);
    int errorStream = client.open(error, true);
    return new One(client, errorStream, client.open(data, false));
  }

  record One(SpdyClient client, int error, int data) {
    void write(byte[] bytes, boolean end) {
      client.write(data, bytes, end);
    }

    void write(String text, boolean end) {
      write(text.getBytes(StandardCharsets.US_ASCII), end);
    }

    void awaitOutput(String text) {
      client.awaitText(data, text);
    }

    /** All that the pod sent, once it has ended. */
    String output() {
      return client.awaitEnd(data);
    }

    String errors() {
      return client.awaitEnd(error);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
