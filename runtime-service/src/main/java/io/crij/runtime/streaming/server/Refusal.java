package io.crij.runtime.streaming.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/**
 * An answer that ends the connection.
 *
 * @param text a sentence for the client
 * @param accepted protocols that would have been accepted; empty when that was not the reason
 */
record Refusal(HttpResponseStatus status, String text, List<String> accepted) {
  Refusal(HttpResponseStatus status, String text) {
    this(status, text, List.of());
  }
}
