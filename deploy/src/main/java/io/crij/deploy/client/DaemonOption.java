package io.crij.deploy.client;

import io.crij.deploy.config.ConfigSources;
import io.crij.deploy.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which daemon a command speaks to. */
public final class DaemonOption {
  @Option(
      names = "--listen",
      paramLabel = "SOCKET",
      description = "The daemon's socket (default: crij.api.listen of its configuration).")
  private Optional<Path> socket = Optional.empty();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The daemon's configuration file (default: /etc/crij/crij.toml).")
  private Optional<Path> config = Optional.empty();

  /**
   * The daemon's socket.
   *
   * @throws io.crij.operations.failure.InvalidArgument when only the configuration knows it and
   *     that is wrong
   */
  public Path socket() {
    return socket.map(Path::toAbsolutePath).orElseGet(() -> configuration().listen());
  }

  /** The configuration that the daemon has, as far as files say it. */
  public Configuration configuration() {
    return Configuration.of(
        new ConfigSources(config.map(Path::toAbsolutePath), Optional.empty(), Map.of()).read());
  }

  /** Opens a channel to it. */
  public DaemonChannel connect() {
    return new DaemonChannel(socket());
  }
}
