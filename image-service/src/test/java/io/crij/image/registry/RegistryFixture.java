package io.crij.image.registry;

import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.image.testing.FakeRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client whose pauses are recorded instead of slept. */
final class RegistryFixture implements AutoCloseable {
  static final RegistryLimits LIMITS =
      new RegistryLimits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          3,
          Duration.ofMillis(500),
          Duration.ofSeconds(20));

  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final HttpTransport transport = new HttpTransport(LIMITS);
  private final RegistryClient client =
      new RegistryClient(transport, LIMITS, pauses::add, Clock.systemUTC());

  RegistryRepository repository(FakeRegistry registry, Credentials credentials) {
    return repository(registry.host() + "/team/app:1", credentials);
  }

  RegistryRepository repository(String image, Credentials credentials) {
    ImageReference reference = ImageReference.parse(image);
    return client.repository(new Endpoint(reference, false, false, Optional.empty()), credentials);
  }

  RegistryRepository repository(Endpoint endpoint) {
    return client.repository(endpoint, Credentials.none());
  }

  @Override
  public void close() {
    transport.close();
  }
}
