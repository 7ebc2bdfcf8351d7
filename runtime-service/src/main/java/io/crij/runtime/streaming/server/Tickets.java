package io.crij.runtime.streaming.server;

import io.crij.operations.failure.ResourceExhausted;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tickets by token. A token has 192 random bits, is good once and for a minute, and is written
 * nowhere. Any thread.
 */
public final class Tickets {
  private static final int TOKEN_BYTES = 24;
  private static final int MOST = 1000;
  private static final Duration LIFE = Duration.ofMinutes(1);

  private record Waiting(StreamTicket ticket, long until) {}

  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanos;

  /** Oldest first, so that those out of date are at its beginning. */
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  /**
   * @param nanos a clock that never jumps
   */
  public Tickets(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * @return the token
   * @throws ResourceExhausted when too many wait
   */
  public synchronized String issue(StreamTicket ticket) {
    forgetOld();
    if (waiting.size() >= MOST) {
      throw new ResourceExhausted(
          "too many streaming requests wait for their clients (" + MOST + ")",
          "Use the addresses that were given, or wait a minute until they expire.");
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    waiting.put(token, new Waiting(ticket, nanos.getAsLong() + LIFE.toNanos()));
    return token;
  }

  /** Takes the ticket away; empty for a token that is unknown, used, too old or of another verb. */
  synchronized Optional<StreamTicket> redeem(String verb, String token) {
    forgetOld();
    return Optional.ofNullable(waiting.remove(token))
        .map(Waiting::ticket)
        .filter(ticket -> ticket.verb().equals(verb));
  }

  private void forgetOld() {
    long now = nanos.getAsLong();
    Iterator<Waiting> oldest = waiting.values().iterator();
    while (oldest.hasNext() && oldest.next().until() - now <= 0) {
      oldest.remove();
    }
  }

  synchronized int size() {
    return waiting.size();
  }
}
