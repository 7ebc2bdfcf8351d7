package io.crij.image.registry;

import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Repeats a request while the registry is overloaded or the connection breaks. */
final class RegistryAttempts {
  /** Takes what it needs of a 200 or 206 answer; a stream may stay open. */
  interface Reader<T> {
    T read(HttpAnswer answer) throws IOException;
  }

  /** Why an attempt failed and, when another may help, how long to wait first. */
  private record Setback(Failure failure, Optional<Duration> delay) {}

  private final RegistryExchange exchange;
  private final RegistryLimits limits;
  private final Pause pause;
  private final Clock clock;
  private final ShownCredentials credentials;

  RegistryAttempts(
      RegistryExchange exchange,
      RegistryLimits limits,
      Pause pause,
      Clock clock,
      ShownCredentials credentials) {
    this.exchange = exchange;
    this.limits = limits;
    this.pause = pause;
    this.clock = clock;
    this.credentials = credentials;
  }

  /**
   * Reads the answer to a GET.
   *
   * @param what is asked for, for messages
   * @throws Failure when no attempt succeeds
   */
  <T> T get(String what, String path, List<String> accept, Reader<T> reader) {
    return get(what, path, accept, Optional.empty(), reader);
  }

  /** As above, for a part of a blob; the registry may answer with all of it. */
  <T> T get(
      String what, String path, List<String> accept, Optional<ByteRange> range, Reader<T> reader) {
    Duration backoff = limits.backoff();
    for (int attempt = 1; ; attempt++) {
      Setback setback;
      try {
        HttpAnswer answer = exchange.get(path, accept, range);
        if (answer.status() == 200 || (answer.status() == 206 && range.isPresent())) {
          return reader.read(answer);
        }
        setback = refused(what, answer, backoff);
      } catch (InterruptedException | InterruptedIOException e) {
        throw RegistryFailures.cancelled(what, e);
      } catch (IOException e) {
        Failure failure = RegistryFailures.network(what, e);
        setback =
            new Setback(
                failure, RegistryFailures.passing(e) ? Optional.of(backoff) : Optional.empty());
      }
      if (attempt >= limits.attempts() || setback.delay.isEmpty()) {
        throw setback.failure;
      }
      rest(what, setback.delay.get());
      backoff = backoff.multipliedBy(2);
    }
  }

  private Setback refused(String what, HttpAnswer answer, Duration backoff) throws IOException {
    try (answer) {
      int status = answer.status();
      Failure failure =
          RegistryFailures.status(what, status, RegistryFailures.code(answer), credentials.get());
      if (status != 429 && status < 500) {
        return new Setback(failure, Optional.empty());
      }
      Duration wait = RetryAfter.of(answer, clock.instant()).orElse(backoff);
      boolean tooLong = wait.compareTo(limits.longestRetryAfter()) > 0;
      return tooLong
          ? new Setback(RegistryFailures.busy(what, status, wait), Optional.empty())
          : new Setback(failure, Optional.of(wait));
    }
  }

  private void rest(String what, Duration wait) {
    try {
      pause.pause(wait);
    } catch (InterruptedException e) {
      throw RegistryFailures.cancelled(what, e);
    }
  }
}
