package io.crij.image.registries;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an endpoint is reached, where a file says more than the host.
 *
 * @param base URL that takes the place of {@code https://host/v2}, without a slash at its end
 * @param verified whether the certificate of a base with https is verified
 * @param resolves whether the endpoint may say what a tag means; every one serves digests
 * @param headers sent with each request to this host
 * @param namespace the registry that a mirror of many stands in for, which it is told as {@code ns}
 */
public record EndpointAccess(
    Optional<URI> base,
    boolean verified,
    TlsFiles tls,
    boolean resolves,
    Map<String, List<String>> headers,
    Optional<String> namespace) {
  public static final EndpointAccess USUAL =
      new EndpointAccess(Optional.empty(), true, TlsFiles.NONE, true, Map.of(), Optional.empty());

  public EndpointAccess {
    headers = Map.copyOf(headers);
  }

  EndpointAccess withTls(TlsFiles files) {
    return new EndpointAccess(base, verified, files, resolves, headers, namespace);
  }

  EndpointAccess standingFor(String registry) {
    return new EndpointAccess(base, verified, tls, resolves, headers, Optional.of(registry));
  }

  /** A header may be a secret. */
  @Override
  public String toString() {
    return base.map(URI::getAuthority).orElse("usual") + " (headers " + headers.keySet() + ")";
  }
}
