package io.crij.image.registry;

import io.crij.image.registries.Endpoint;
import java.util.List;
import java.util.regex.Pattern;

/** How a registry may be spoken to. */
enum TransportSecurity {
  /** Over verified TLS only. */
  STRICT("https"),
  /** {@code insecure = true} in registries.conf: unverified TLS, or else plain HTTP. */
  INSECURE("https", "http"),
  /** On the node itself, where containerd speaks plain HTTP, too; TLS is tried second. */
  LOOPBACK("http", "https");

  private static final Pattern LOOPBACK_HOST =
      Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]+)?");

  private final List<String> schemes;

  TransportSecurity(String... schemes) {
    this.schemes = List.of(schemes);
  }

  static TransportSecurity of(Endpoint endpoint) {
    if (endpoint.access().base().isPresent()) {
      return endpoint.insecure() ? INSECURE : STRICT;
    }
    if (LOOPBACK_HOST.matcher(endpoint.host()).matches()) {
      return LOOPBACK;
    }
    return endpoint.insecure() ? INSECURE : STRICT;
  }

  /** The schemes to try, in order. */
  List<String> schemes() {
    return schemes;
  }

  /** Whether TLS certificates are verified, and token servers must use TLS. */
  boolean verified() {
    return this == STRICT;
  }
}
