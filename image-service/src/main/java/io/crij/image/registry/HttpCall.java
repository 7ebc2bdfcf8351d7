package io.crij.image.registry;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A request.
 *
 * @param authorization value of the Authorization header; sent to the URI's own origin only
 * @param form body of a POST, form-encoded; a GET when empty
 * @param verified whether TLS certificates are verified
 */
record HttpCall(
    URI uri,
    List<String> accept,
    Optional<String> authorization,
    Optional<String> form,
    boolean verified) {

  static HttpCall get(URI uri, List<String> accept, boolean verified) {
    return new HttpCall(uri, accept, Optional.empty(), Optional.empty(), verified);
  }

  HttpCall authorizedBy(Optional<String> value) {
    return new HttpCall(uri, accept, value, form, verified);
  }

  HttpCall redirectedTo(URI other) {
    boolean same = Origin.of(other).equals(Origin.of(uri));
    return new HttpCall(
        other, accept, same ? authorization : Optional.empty(), Optional.empty(), verified);
  }

  /** Secrets stay out of logs and messages. */
  @Override
  public String toString() {
    return (form.isPresent() ? "POST " : "GET ") + Origin.of(uri);
  }
}
