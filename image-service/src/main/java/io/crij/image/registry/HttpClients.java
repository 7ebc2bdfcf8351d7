package io.crij.image.registry;

import io.crij.image.registries.ClientCertificate;
import io.crij.image.registries.FileStamp;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * One client for each kind of connection, made at first use and anew when a file of certificates
 * has changed: an idle daemon has no client and no selector thread.
 */
final class HttpClients implements AutoCloseable {
  // The client's own work never blocks; two threads keep up with a gigabit.
  private static final int CLIENT_THREADS = 2;
  private static final int MOST = 32;

  private record Held(HttpClient client, List<Optional<FileStamp>> stamps) {}

  private final Duration connect;
  private final ProxyRules proxies;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          CLIENT_THREADS, Thread.ofPlatform().daemon().name("registry-http-", 0).factory());
  private final Map<Channel, Held> clients = new LinkedHashMap<>(16, 0.75f, true);

  HttpClients(Duration connect, ProxyRules proxies) {
    this.connect = connect;
    this.proxies = proxies;
  }

  /**
   * The client for such connections.
   *
   * @throws FailedPrecondition when a file of certificates cannot be used
   */
  synchronized HttpClient get(Channel channel) {
    List<Optional<FileStamp>> stamps = stamps(channel);
    Held held = clients.get(channel);
    if (held == null || !held.stamps.equals(stamps)) {
      held = new Held(create(channel), stamps);
      retire(clients.put(channel, held));
      if (clients.size() > MOST) {
        retire(clients.remove(clients.keySet().iterator().next()));
      }
    }
    return held.client;
  }

  // What it has begun it still ends.
  private static void retire(Held old) {
    if (old != null) {
      old.client.shutdown();
    }
  }

  private HttpClient create(Channel channel) {
    SSLContext tls =
        channel.verified()
            ? HostCertificates.context(channel.files())
            : UnverifiedTls.context(channel.files());
    return HttpClient.newBuilder()
        .connectTimeout(connect)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(proxies.selector())
        .executor(threads)
        .sslContext(tls)
        .build();
  }

  private static List<Optional<FileStamp>> stamps(Channel channel) {
    Stream<Path> clients =
        channel.files().clients().stream()
            .flatMap((ClientCertificate pair) -> Stream.of(pair.certificate(), pair.key()));
    Stream<Path> authorities =
        Stream.concat(HostCertificates.bundle().stream(), channel.files().authorities().stream());
    List<Optional<FileStamp>> stamps = new ArrayList<>();
    for (Path file : Stream.concat(authorities, clients).toList()) {
      try {
        stamps.add(FileStamp.of(file));
      } catch (IOException e) {
        throw new FailedPrecondition(
            "the certificates in " + file + " cannot be read", "Make the file readable.", e);
      }
    }
    return stamps;
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(held -> held.client.shutdownNow());
    threads.shutdown();
  }
}
