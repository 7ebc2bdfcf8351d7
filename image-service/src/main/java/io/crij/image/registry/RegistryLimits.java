package io.crij.image.registry;

import java.time.Duration;

/**
 * Bounds of the talk with a registry.
 *
 * @param connect until a connection (with TLS) stands
 * @param answer from the request to the answer's headers
 * @param stall how long next to no bytes of a body may come while one waits for them; zero: for
 *     ever
 * @param attempts of one request when the registry is overloaded or the connection breaks
 * @param backoff before the second attempt; doubles
 * @param longestRetryAfter what a Retry-After header may ask for; a longer one ends the attempts
 */
public record RegistryLimits(
    Duration connect,
    Duration answer,
    Duration stall,
    int attempts,
    Duration backoff,
    Duration longestRetryAfter) {

  public static final RegistryLimits DEFAULT =
      new RegistryLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          3,
          Duration.ofMillis(500),
          Duration.ofSeconds(20));

  public RegistryLimits withStall(Duration longest) {
    return new RegistryLimits(connect, answer, longest, attempts, backoff, longestRetryAfter);
  }
}
