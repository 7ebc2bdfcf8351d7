package io.crij.image.registry;

import java.util.List;
import java.util.Optional;

/** Finds the Authorization header for one repository at one endpoint, as its challenges ask. */
final class Authorizer {
  private final TokenCache cache;
  private final TokenClient tokens;
  private final String repository;
  private final ShownCredentials shown;
  private volatile boolean basic;

  Authorizer(TokenCache cache, TokenClient tokens, String repository, ShownCredentials shown) {
    this.cache = cache;
    this.tokens = tokens;
    this.repository = repository;
    this.shown = shown;
  }

  /** What is known to be accepted by this origin so far. */
  Optional<String> header(Origin registry) {
    Credentials credentials = shown.get();
    if (credentials instanceof Credentials.RegistryToken(String token)) {
      return Optional.of("Bearer " + token);
    }
    if (basic && credentials instanceof Credentials.Password password) {
      return Optional.of(password.basic());
    }
    return cache.find(key(registry)).map(token -> "Bearer " + token);
  }

  /**
   * Reacts to a 401. Says whether another try makes sense.
   *
   * @param channel that the registry is reached by; its token server is reached alike
   */
  boolean answer(Origin registry, List<Challenge> challenges, Channel channel)
      throws InterruptedException {
    Credentials credentials = shown.get();
    cache.forget(key(registry));
    if (credentials instanceof Credentials.RegistryToken) {
      return false;
    }
    for (Challenge challenge : challenges) {
      if (challenge.is("bearer")) {
        TokenClient.Token token =
            tokens.fetch(registry, repository, challenge, credentials, channel);
        cache.put(key(registry), token.value(), token.lifetime());
        return true;
      }
      if (challenge.is("basic") && credentials instanceof Credentials.Password && !basic) {
        basic = true;
        return true;
      }
    }
    return false;
  }

  private TokenCache.Key key(Origin registry) {
    return new TokenCache.Key(registry, repository, shown.get());
  }
}
