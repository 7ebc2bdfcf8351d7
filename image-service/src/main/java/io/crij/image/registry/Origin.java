package io.crij.image.registry;

import java.net.URI;
import java.util.Locale;

/** What credentials are bound to: scheme, host and port. */
record Origin(String scheme, String host, int port) {

  static Origin of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  boolean encrypted() {
    return scheme.equals("https");
  }

  /** Safe to print: neither user info nor path nor query. */
  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
