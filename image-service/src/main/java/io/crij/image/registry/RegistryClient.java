package io.crij.image.registry;

import io.crij.image.registries.Endpoint;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A client of any number of registries, with what it learnt about them. */
public final class RegistryClient {
  private final HttpTransport transport;
  private final RegistryLimits limits;
  private final Pause pause;
  private final Clock clock;
  private final TokenCache tokens;
  private final TokenClient tokenClient;
  private final BlobDownloads downloads;
  private final SchemeMemory schemes = new SchemeMemory();

  /** With the usual limits of downloads, without parts. */
  public RegistryClient(HttpTransport transport, RegistryLimits limits, Pause pause, Clock clock) {
    this(transport, limits, pause, clock, Downloads.USUAL, Set.of());
  }

  /**
   * Makes a client.
   *
   * @param tokenServers hosts that credentials of any registry may be shown to when it names one
   */
  public RegistryClient(
      HttpTransport transport,
      RegistryLimits limits,
      Pause pause,
      Clock clock,
      Downloads downloads,
      Set<String> tokenServers) {
    this.transport = transport;
    this.limits = limits;
    this.pause = pause;
    this.clock = clock;
    this.tokens = new TokenCache(clock);
    this.tokenClient = new TokenClient(transport, tokenServers);
    this.downloads = new BlobDownloads(limits, pause, downloads.limits(), downloads.pool());
  }

  /** One repository at one endpoint, as seen with these credentials. Connects at first use. */
  public RegistryRepository repository(Endpoint endpoint, Credentials credentials) {
    return repository(endpoint, () -> credentials);
  }

  /**
   * As above.
   *
   * @param credentials looked up at first use, which may run a program
   */
  public RegistryRepository repository(Endpoint endpoint, Supplier<Credentials> credentials) {
    ShownCredentials shown = new ShownCredentials(credentials);
    Authorizer authorizer = new Authorizer(tokens, tokenClient, endpoint.repository(), shown);
    RegistryExchange exchange = new RegistryExchange(transport, authorizer, schemes, endpoint);
    RegistryAttempts attempts = new RegistryAttempts(exchange, limits, pause, clock, shown);
    return new RegistryRepository(endpoint, attempts, downloads);
  }

  /**
   * How blobs are downloaded.
   *
   * @param pool platform threads for parts of big blobs; may refuse work
   */
  public record Downloads(DownloadLimits limits, Executor pool) {
    static final Downloads USUAL = new Downloads(DownloadLimits.DEFAULT, Runnable::run);
  }
}
