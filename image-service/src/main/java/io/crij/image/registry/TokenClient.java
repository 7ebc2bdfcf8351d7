package io.crij.image.registry;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Gets Bearer tokens (distribution, "Token Authentication" and its OAuth 2 variant). */
final class TokenClient {
  private static final int MAX_BYTES = 64 * 1024;
  private static final long SHORTEST_LIFETIME = 60;
  private static final long LONGEST_LIFETIME = 3600;

  /** A token and how long it is good for. */
  record Token(String value, Duration lifetime) {
    @Override
    public String toString() {
      return "Token[redacted]";
    }
  }

  private final HttpTransport transport;
  private final Set<String> trusted;

  /**
   * Makes the client.
   *
   * @param trusted hosts of token servers that credentials of any registry may be shown to
   */
  TokenClient(HttpTransport transport, Set<String> trusted) {
    this.transport = transport;
    this.trusted = trusted;
  }

  /**
   * Answers a Bearer challenge.
   *
   * @throws Failure naming registry and token server, never a secret
   */
  Token fetch(
      Origin registry,
      String repository,
      Challenge challenge,
      Credentials credentials,
      Channel channel)
      throws InterruptedException {
    URI realm = realm(registry, challenge, credentials, channel);
    String server = registry + " (token server " + Origin.of(realm) + ")";
    HttpCall call = call(realm, repository, challenge, credentials, channel);
    try (HttpAnswer answer = transport.send(call)) {
      if (answer.status() != 200) {
        throw RegistryFailures.token(server, answer.status(), credentials);
      }
      return read(server, answer.bytes(MAX_BYTES));
    } catch (IOException e) {
      throw RegistryFailures.network("a token of registry " + server, e);
    }
  }

  private URI realm(
      Origin registry, Challenge challenge, Credentials credentials, Channel channel) {
    return new TokenRealm(registry, trusted).check(challenge, credentials, channel.verified());
  }

  private static HttpCall call(
      URI realm, String repository, Challenge challenge, Credentials credentials, Channel channel) {
    String scope = "repository:" + repository + ":pull";
    String query = challenge.parameter("service").map(s -> "service=" + encode(s) + "&").orElse("");
    query += "scope=" + encode(scope);
    if (credentials instanceof Credentials.IdentityToken(String token)) {
      String form =
          query + "&grant_type=refresh_token&client_id=crij&refresh_token=" + encode(token);
      return HttpCall.get(realm, List.of(), channel).posting(form);
    }
    String separator = realm.getRawQuery() == null ? "?" : "&";
    HttpCall call = HttpCall.get(URI.create(realm + separator + query), List.of(), channel);
    return credentials instanceof Credentials.Password password
        ? call.authorizedBy(Optional.of(password.basic()))
        : call;
  }

  private static Token read(String server, byte[] body) {
    try {
      JsonNode json = Json.strict().readTree(body);
      String token = json.path("token").asString(json.path("access_token").asString(""));
      long lifetime = json.path("expires_in").asLong(SHORTEST_LIFETIME);
      if (!token.isEmpty() && token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        return new Token(
            token, Duration.ofSeconds(Math.clamp(lifetime, SHORTEST_LIFETIME, LONGEST_LIFETIME)));
      }
    } catch (JacksonException e) {
      // Its message could quote the token.
    }
    throw new FailedPrecondition(
        "registry " + server + " answers with no usable token", "Check the token server.");
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
