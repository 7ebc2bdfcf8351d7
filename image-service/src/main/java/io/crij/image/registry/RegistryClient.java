package io.crij.image.registry;

import io.crij.image.registries.Endpoint;
import java.time.Clock;

/** A client of any number of registries, with what it learnt about them. */
public final class RegistryClient {
  private final HttpTransport transport;
  private final RegistryLimits limits;
  private final Pause pause;
  private final Clock clock;
  private final TokenCache tokens;
  private final SchemeMemory schemes = new SchemeMemory();

  public RegistryClient(HttpTransport transport, RegistryLimits limits, Pause pause, Clock clock) {
    this.transport = transport;
    this.limits = limits;
    this.pause = pause;
    this.clock = clock;
    this.tokens = new TokenCache(clock);
  }

  /** One repository at one endpoint, as seen with these credentials. Connects at first use. */
  public RegistryRepository repository(Endpoint endpoint, Credentials credentials) {
    TransportSecurity security = TransportSecurity.of(endpoint);
    Authorizer authorizer =
        new Authorizer(tokens, new TokenClient(transport), endpoint.repository(), credentials);
    RegistryExchange exchange =
        new RegistryExchange(transport, authorizer, schemes, endpoint.host(), security);
    RegistryAttempts attempts = new RegistryAttempts(exchange, limits, pause, clock, credentials);
    return new RegistryRepository(endpoint, attempts);
  }
}
