package io.crij.runtime.streaming.command;

import io.crij.linux.tty.WindowSize;
import io.crij.operations.record.Json;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Sizes of a window from the resize stream: objects {@code {"Width":80,"Height":24}}, one after the
 * other, cut anywhere. Of several at once the last counts, so that nobody can queue work here.
 */
public final class ResizeDecoder {
  private static final Logger log = LoggerFactory.getLogger(ResizeDecoder.class);

  /** One object of two numbers is much shorter. */
  private static final int LONGEST = 256;

  private final StringBuilder object = new StringBuilder();

  /** Takes the buffer; the newest size in it, if one is complete. */
  public Optional<WindowSize> decode(ByteBuf data) {
    Optional<WindowSize> newest = Optional.empty();
    try {
      String text = data.toString(StandardCharsets.ISO_8859_1);
      for (int i = 0; i < text.length(); i++) {
        char next = text.charAt(i);
        if (next == '{') {
          object.setLength(0);
        }
        if (object.length() < LONGEST) {
          object.append(next);
        }
        if (next == '}') {
          newest = parse(object.toString()).or(latest(newest));
          object.setLength(0);
        }
      }
      return newest;
    } finally {
      data.release();
    }
  }

  private static java.util.function.Supplier<Optional<WindowSize>> latest(
      Optional<WindowSize> size) {
    return () -> size;
  }

  private static Optional<WindowSize> parse(String text) {
    try {
      JsonNode node = Json.strict().readTree(text);
      int width = node.path("Width").asInt(-1);
      int height = node.path("Height").asInt(-1);
      return Optional.of(new WindowSize(width, height));
    } catch (JacksonException | IllegalArgumentException noSize) {
      log.debug("what is no size of a window is ignored", noSize);
      return Optional.empty();
    }
  }
}
