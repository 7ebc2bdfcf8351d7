package io.crij.deploy.config;

import io.crij.operations.failure.InvalidArgument;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where clients of exec, attach and port-forward connect to.
 *
 * @param port 0 for any that is free
 * @param tls empty for plain HTTP
 */
public record StreamConfiguration(
    InetAddress address, int port, Optional<Tls> tls, Duration idleTimeout) {

  /**
   * PEM files.
   *
   * @param clientCa empty asks clients for no certificate
   */
  public record Tls(Path certificate, Path key, Optional<Path> clientCa) {}

  static StreamConfiguration of(Settings settings) {
    return new StreamConfiguration(
        settings.get(StreamKeys.ADDRESS),
        settings.get(StreamKeys.PORT),
        settings.get(StreamKeys.ENABLE_TLS) ? Optional.of(tls(settings)) : Optional.empty(),
        settings.get(StreamKeys.IDLE_TIMEOUT));
  }

  private static Tls tls(Settings settings) {
    return new Tls(
        required(settings, StreamKeys.TLS_CERT),
        required(settings, StreamKeys.TLS_KEY),
        settings.get(StreamKeys.TLS_CA));
  }

  private static Path required(Settings settings, Key<Optional<Path>> key) {
    return settings
        .get(key)
        .orElseThrow(
            () ->
                new InvalidArgument(
                    StreamKeys.ENABLE_TLS.name() + " is true, and " + key.name() + " is not set",
                    "Name the file, or turn TLS off"));
  }
}
