package io.crij.deploy.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the streaming server. */
final class StreamKeys {
  static final Key<InetAddress> ADDRESS =
      key(
          "crij.api.stream_address",
          ValueTypes.ADDRESS,
          InetAddress.ofLiteral("127.0.0.1"),
          "Where exec, attach and port-forward are streamed. Give another address than the loopback"
              + " one only with TLS and certificates of clients.");
  static final Key<Integer> PORT =
      key(
          "crij.api.stream_port",
          ValueTypes.count(0, 65535),
          0,
          "The port there; 0 for any that is free.");
  static final Key<Boolean> ENABLE_TLS =
      key("crij.api.stream_enable_tls", ValueTypes.FLAG, false, "Whether that is done with TLS.");
  static final Key<Optional<Path>> TLS_CERT =
      key(
          "crij.api.stream_tls_cert",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "The certificate with its chain, PEM. Read again when it has changed, as the two below.");
  static final Key<Optional<Path>> TLS_KEY =
      key(
          "crij.api.stream_tls_key",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "Its key, PEM in PKCS #8.");
  static final Key<Optional<Path>> TLS_CA =
      key(
          "crij.api.stream_tls_ca",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "Who signs the certificates of clients, PEM. Empty: clients need none.");
  static final Key<Duration> IDLE_TIMEOUT =
      key(
          "crij.api.stream_idle_timeout",
          ValueTypes.DURATION,
          Duration.ofHours(4),
          "A session without traffic is ended after that long; pings do not count.");

  static final List<Key<?>> ALL =
      List.of(ADDRESS, PORT, ENABLE_TLS, TLS_CERT, TLS_KEY, TLS_CA, IDLE_TIMEOUT);

  private StreamKeys() {}

  private static <T> Key<T> key(String name, ValueType<T> type, T standard, String meaning) {
    return new Key<>(name, type, standard, Optional.empty(), meaning);
  }
}
