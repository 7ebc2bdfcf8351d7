package io.crij.image.registry;

import java.util.Optional;
import java.util.function.Supplier;

/** What one endpoint is shown: looked up when it is first asked, and then kept. */
final class ShownCredentials {
  private final Supplier<Credentials> source;
  private Optional<Credentials> known = Optional.empty();

  ShownCredentials(Supplier<Credentials> source) {
    this.source = source;
  }

  /**
   * The credentials; the first call may run a helper program.
   *
   * @throws io.crij.operations.failure.Failure when they cannot be looked up
   */
  synchronized Credentials get() {
    Credentials found = known.orElseGet(source);
    known = Optional.of(found);
    return found;
  }
}
