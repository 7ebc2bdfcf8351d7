package io.crij.e2e.streaming;

import io.crij.e2e.harness.Await;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A client with the JDK's WebSocket, which checks what the server does. */
final class WebSocketClient implements WebSocket.Listener, AutoCloseable {
  private final Map<Integer, ByteArrayOutputStream> channels = new HashMap<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final HttpClient http =
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
  private final WebSocket socket;
  private boolean ponged;

  WebSocketClient(String url, String protocol) {
    socket =
        http.newWebSocketBuilder()
            .subprotocols(protocol)
            .buildAsync(URI.create(url.replaceFirst("^http", "ws")), this)
            .join();
  }

  String protocol() {
    return socket.getSubprotocol();
  }

  void send(int channel, String content) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + content.length());
    bytes.put((byte) channel).put(content.getBytes(StandardCharsets.US_ASCII)).flip();
    socket.sendBinary(bytes, true).join();
  }

  void sendBase64(int channel, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    socket.sendText(channel + Base64.getEncoder().encodeToString(bytes), true).join();
  }

  void sendText(String content) {
    socket.sendText(content, true).join();
  }

  /** The close signal of v5. */
  void end(int channel) {
    socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, (byte) channel}), true).join();
  }

  void ping() {
    socket.sendPing(ByteBuffer.allocate(0)).join();
  }

  @Override
  public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    message.writeBytes(part);
    if (last) {
      byte[] whole = message.toByteArray();
      message.reset();
      keep(whole[0], whole, 1);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      byte[] content = Base64.getDecoder().decode(text.substring(1));
      keep(text.charAt(0) - '0', content, 0);
      text.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void keep(int channel, byte[] bytes, int offset) {
    channels
        .computeIfAbsent(channel, _ -> new ByteArrayOutputStream())
        .write(bytes, offset, bytes.length - offset);
  }

  @Override
  public synchronized CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
    ponged = true;
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.completeExceptionally(failure);
  }

  synchronized boolean isPonged() {
    return ponged;
  }

  synchronized String text(int channel) {
    ByteArrayOutputStream bytes = channels.get(channel);
    return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
  }

  synchronized byte[] bytes(int channel) {
    return channels.get(channel).toByteArray();
  }

  void awaitText(int channel, String part) {
    Await.until(
        part + " in channel " + channel, SpdyClient.LIMIT, () -> text(channel).contains(part));
  }

  /** The code with which the server closed. */
  int closeCode() {
    return closed
        .orTimeout(SpdyClient.LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
