package io.crij.image.registry;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request.
 *
 * @param authorization value of the Authorization header; sent to the URI's own origin only
 * @param headers of the operator; sent to the URI's own origin only
 * @param form body of a POST, form-encoded; a GET when empty
 * @param range that is wanted; all when empty
 */
record HttpCall(
    URI uri,
    List<String> accept,
    Optional<String> authorization,
    Map<String, List<String>> headers,
    Optional<String> form,
    Optional<ByteRange> range,
    Channel channel) {

  static HttpCall get(URI uri, List<String> accept, Channel channel) {
    return new HttpCall(
        uri, accept, Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), channel);
  }

  HttpCall authorizedBy(Optional<String> value) {
    return new HttpCall(uri, accept, value, headers, form, range, channel);
  }

  HttpCall with(Map<String, List<String>> values) {
    return new HttpCall(uri, accept, authorization, values, form, range, channel);
  }

  HttpCall posting(String value) {
    return new HttpCall(uri, accept, authorization, headers, Optional.of(value), range, channel);
  }

  HttpCall of(Optional<ByteRange> part) {
    return new HttpCall(uri, accept, authorization, headers, form, part, channel);
  }

  HttpCall redirectedTo(URI other) {
    boolean same = Origin.of(other).equals(Origin.of(uri));
    return new HttpCall(
        other,
        accept,
        same ? authorization : Optional.empty(),
        same ? headers : Map.of(),
        Optional.empty(),
        range,
        channel);
  }

  /** Secrets stay out of logs and messages. */
  @Override
  public String toString() {
    return (form.isPresent() ? "POST " : "GET ") + Origin.of(uri);
  }
}
