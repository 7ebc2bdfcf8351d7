package io.crij.image.registry;

import io.crij.operations.failure.FailedPrecondition;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Decides whether the token server that a registry names may be asked, and shown credentials. */
final class TokenRealm {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Origin registry;
  private final Set<String> trusted;

  /**
   * Judges what one registry says.
   *
   * @param trusted hosts that credentials may be shown to although they are of another domain
   */
  TokenRealm(Origin registry, Set<String> trusted) {
    this.registry = registry;
    this.trusted = trusted;
  }

  /**
   * The realm of a challenge, when it may be used: https unless the registry is marked insecure,
   * and for credentials a host of the registry's own domain or one that is trusted.
   */
  URI check(Challenge challenge, Credentials credentials, boolean verified) {
    URI realm = parse(challenge);
    Origin server = Origin.of(realm);
    if (!server.encrypted() && verified) {
      throw refused(server, "over plain HTTP");
    }
    boolean known = trusted.contains(server.host()) || sameDomain(registry.host(), server.host());
    if (!credentials.anonymous() && !known) {
      throw refused(server, "in another domain");
    }
    return realm;
  }

  private URI parse(Challenge challenge) {
    String realm = challenge.parameter("realm").orElse("");
    try {
      URI uri = new URI(realm);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls through to the one refusal.
    }
    throw new FailedPrecondition(
        "registry " + registry + " names a token server by something that is no plain URL",
        "Check the registry's configuration.");
  }

  /** registry-1.docker.io and auth.docker.io; addresses and short names only when equal. */
  private static boolean sameDomain(String registry, String server) {
    if (registry.equals(server) || (LOOPBACK.contains(registry) && LOOPBACK.contains(server))) {
      return true;
    }
    boolean named = registry.chars().anyMatch(Character::isLetter) && !registry.startsWith("[");
    String domain = parent(registry);
    return named && domain.indexOf('.') > 0 && parent(server).equals(domain);
  }

  private static String parent(String host) {
    String[] labels = host.split("\\.", -1);
    int count = labels.length;
    return count < 2 ? host : labels[count - 2] + "." + labels[count - 1];
  }

  private FailedPrecondition refused(Origin server, String why) {
    return new FailedPrecondition(
        "registry " + registry + " names the token server " + server + " " + why,
        "It is not asked, to keep credentials safe: check the registry; name the host in"
            + " crij.image.token_servers if it is right, or mark the registry insecure.");
  }
}
