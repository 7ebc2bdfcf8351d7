package io.crij.image.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.crij.image.reference.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry on loopback, over plain HTTP, whose answer at each path a test decides. */
public final class FakeRegistry implements AutoCloseable {
  /** A request that came in; secrets and all. */
  public record Seen(String path, Optional<String> authorization, String acceptEncoding) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  public FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::dispatch);
    server.start();
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public String url() {
    return "http://" + host();
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  public long count(String path) {
    return seen.stream().filter(request -> request.path().equals(path)).count();
  }

  /** Answers requests for a path, without its query. */
  public void on(String path, HttpHandler handler) {
    handlers.put(path, handler);
  }

  /** Wraps what answers a path now. */
  public void intercept(String path, Interceptor interceptor) {
    HttpHandler before = handlers.get(path);
    on(path, exchange -> interceptor.handle(exchange, before));
  }

  /** Sees a request before its usual answer. */
  public interface Interceptor {
    void handle(HttpExchange exchange, HttpHandler usual) throws IOException;
  }

  public Digest blob(String repository, byte[] content) {
    Digest digest = Digest.sha256(content);
    on(
        "/v2/" + repository + "/blobs/" + digest,
        exchange -> answer(exchange, 200, "application/octet-stream", content));
    return digest;
  }

  public Digest manifest(String repository, String tag, String type, byte[] content) {
    Digest digest = Digest.sha256(content);
    for (String selector : List.of(tag, digest.toString())) {
      on(
          "/v2/" + repository + "/manifests/" + selector,
          exchange -> answer(exchange, 200, type, content));
    }
    return digest;
  }

  public static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  public static void status(HttpExchange exchange, int status) throws IOException {
    answer(exchange, status, "application/json", new byte[0]);
  }

  /** Promises the whole content, sends a part, and closes the connection. */
  public static void truncated(HttpExchange exchange, byte[] content, int sent) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content, 0, sent);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  /** Sends for ever, or until the client has had enough; counts what was taken. */
  public static long endless(HttpExchange exchange, String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, 0);
    byte[] block = new byte[64 * 1024];
    java.util.Arrays.fill(block, (byte) ' ');
    long sent = 0;
    try (OutputStream out = exchange.getResponseBody()) {
      // Far more than any limit, so that a client without one is found out, too.
      while (sent < 256L * 1024 * 1024) {
        out.write(block);
        sent += block.length;
      }
    }
    return sent;
  }

  private void dispatch(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    seen.add(
        new Seen(
            exchange.getRequestURI().toString(),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
            exchange.getRequestHeaders().getFirst("Accept-Encoding")));
    handlers.getOrDefault(path, e -> status(e, 404)).handle(exchange);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
