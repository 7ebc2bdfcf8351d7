package io.crij.image.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Bearer tokens until they expire, the least recently used of too many forgotten. */
final class TokenCache {
  private static final int MOST = 256;
  // A token is not used in its last seconds: the request has to arrive too.
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** A token is good for these credentials, this registry and this repository only. */
  record Key(Origin registry, String repository, Credentials credentials) {}

  private record Held(String token, Instant expires) {}

  private final Clock clock;
  private final Map<Key, Held> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Held> eldest) {
          return size() > MOST;
        }
      };

  TokenCache(Clock clock) {
    this.clock = clock;
  }

  synchronized Optional<String> find(Key key) {
    return Optional.ofNullable(entries.get(key))
        .filter(held -> clock.instant().isBefore(held.expires))
        .map(Held::token);
  }

  synchronized void put(Key key, String token, Duration lifetime) {
    entries.put(key, new Held(token, clock.instant().plus(lifetime).minus(MARGIN)));
  }

  synchronized void forget(Key key) {
    entries.remove(key);
  }
}
