package io.crij.image.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A blob that a fake registry serves whole or in parts, with faults. */
final class RangedBlob implements HttpHandler {
  final List<String> ranges = new CopyOnWriteArrayList<>();
  private final AtomicInteger breaksLeft = new AtomicInteger();
  private final byte[] content;
  private boolean knowsParts = true;
  private int breakAfter;

  RangedBlob(byte[] content) {
    this.content = content;
  }

  /** Like a registry that always sends all. */
  RangedBlob withoutParts() {
    knowsParts = false;
    return this;
  }

  /** Cuts the next answers off after so many bytes. */
  RangedBlob breaking(int times, int after) {
    breaksLeft.set(times);
    breakAfter = after;
    return this;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Optional<String> range =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).filter(_ -> knowsParts);
    ranges.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse("all"));
    byte[] part = content;
    int status = 200;
    if (range.isPresent()) {
      String[] ends = range.get().substring("bytes=".length()).split("-", 2);
      int from = Integer.parseInt(ends[0]);
      int to = Math.min(content.length, Integer.parseInt(ends[1]) + 1);
      part = Arrays.copyOfRange(content, from, to);
      status = 206;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(status, part.length);
    if (breaksLeft.getAndDecrement() > 0) {
      exchange.getResponseBody().write(part, 0, Math.min(breakAfter, part.length));
      exchange.getResponseBody().flush();
      exchange.close();
      return;
    }
    exchange.getResponseBody().write(part);
    exchange.close();
  }
}
