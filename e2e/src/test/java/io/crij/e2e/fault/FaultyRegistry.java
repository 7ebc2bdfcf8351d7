package io.crij.e2e.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry on the loopback address that serves what it is told to, or fails as it is told to. */
final class FaultyRegistry implements AutoCloseable {
  private static final int ENDLESS_PIECE = 64 * 1024;

  private final Map<String, ServedImage> images = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile RegistryFault fault = RegistryFault.NONE;
  private volatile CountDownLatch layers = new CountDownLatch(0);
  private final AtomicInteger layersAsked = new AtomicInteger();

  FaultyRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v2/", this::answer);
    server.start();
  }

  /** Serves an image under a name and returns the reference to pull it by. */
  String serve(String name, ServedImage image) {
    images.put(name, image);
    return "127.0.0.1:" + server.getAddress().getPort() + "/" + name + ":1";
  }

  void misbehave(RegistryFault how) {
    fault = how;
  }

  void behave() {
    fault = RegistryFault.NONE;
  }

  /** From now on layers are served only when {@link #release} was called. */
  void hold() {
    layersAsked.set(0);
    layers = new CountDownLatch(1);
  }

  /** How often a layer was asked for since {@link #hold}. */
  int layersAsked() {
    return layersAsked.get();
  }

  void release() {
    layers.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      if (path.length < 5) {
        send(exchange, 200, new byte[0]);
        return;
      }
      ServedImage image = images.get(path[2]);
      if (image == null) {
        send(exchange, 404, new byte[0]);
      } else if (path[3].equals("manifests")) {
        manifest(exchange, image);
      } else if (path[4].equals(image.layerDigest())) {
        layer(exchange, image.layer());
      } else {
        configuration(exchange, image.config());
      }
    }
  }

  private void manifest(HttpExchange exchange, ServedImage image) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
    switch (fault) {
      case MANIFEST_IS_GARBAGE ->
          send(exchange, 200, "<html>welcome</html>".getBytes(StandardCharsets.UTF_8));
      case MANIFEST_NEVER_ENDS -> sendForEver(exchange, ' ');
      case NO_MANIFEST -> send(exchange, 404, error("MANIFEST_UNKNOWN"));
      case UNAUTHORIZED -> send(exchange, 401, error("UNAUTHORIZED"));
      case FORBIDDEN -> send(exchange, 403, error("DENIED"));
      case SERVER_ERROR -> send(exchange, 500, "<h1>oh no</h1>".getBytes(StandardCharsets.UTF_8));
      case TOO_MANY_REQUESTS -> send(exchange, 429, error("TOOMANYREQUESTS"));
      default -> send(exchange, 200, image.manifest());
    }
  }

  private void configuration(HttpExchange exchange, byte[] content) throws IOException {
    switch (fault) {
      case CORRUPTED_CONFIGURATION -> send(exchange, 200, corrupted(content));
      case CONFIGURATION_NEVER_ENDS -> sendForEver(exchange, ' ');
      default -> send(exchange, 200, content);
    }
  }

  private void layer(HttpExchange exchange, byte[] content) throws IOException {
    layersAsked.incrementAndGet();
    awaitRelease();
    switch (fault) {
      case CORRUPTED_LAYER -> send(exchange, 200, corrupted(content));
      case LAYER_ENDS_EARLY -> send(exchange, 200, Arrays.copyOf(content, content.length / 2));
      case LAYER_GOES_ON -> send(exchange, 200, Arrays.copyOf(content, content.length + 1000));
      case LAYER_NEVER_ENDS -> sendForEver(exchange, 0);
      case CONNECTION_BREAKS_IN_LAYER -> {
        // Closing the exchange before its announced length is sent closes the connection.
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, content.length / 2);
        exchange.getResponseBody().flush();
      }
      case NO_LAYER -> send(exchange, 404, error("BLOB_UNKNOWN"));
      default -> send(exchange, 200, content);
    }
  }

  private void awaitRelease() throws IOException {
    try {
      layers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the registry ends");
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Until the client has had enough, which is an exception here. */
  private static void sendForEver(HttpExchange exchange, int filling) throws IOException {
    byte[] piece = new byte[ENDLESS_PIECE];
    Arrays.fill(piece, (byte) filling);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      while (true) {
        out.write(piece);
      }
    }
  }

  private static byte[] corrupted(byte[] content) {
    byte[] changed = content.clone();
    changed[changed.length / 2] ^= 1;
    return changed;
  }

  private static byte[] error(String code) {
    return "{\"errors\":[{\"code\":\"%s\",\"message\":\"no\"}]}"
        .formatted(code)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.close();
  }
}
