package io.crij.image.registry;

import java.util.Locale;
import java.util.Set;

/** Registry hosts as people and tools write them. */
final class ServerAddress {
  private static final Set<String> DOCKER_HUB =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

  private ServerAddress() {}

  /** Whether an address, possibly a URL, names the registry at {@code host[:port]}. */
  static boolean sameRegistry(String address, String host) {
    String named = bare(address);
    return named.equals(host.toLowerCase(Locale.ROOT))
        || (DOCKER_HUB.contains(named) && DOCKER_HUB.contains(host));
  }

  /** What credential helpers keep the credentials of a registry under. */
  static String helperKey(String host) {
    return DOCKER_HUB.contains(host) ? "https://index.docker.io/v1/" : host;
  }

  private static String bare(String address) {
    int scheme = address.indexOf("://");
    String rest = scheme < 0 ? address : address.substring(scheme + 3);
    int slash = rest.indexOf('/');
    return (slash < 0 ? rest : rest.substring(0, slash)).toLowerCase(Locale.ROOT);
  }
}
