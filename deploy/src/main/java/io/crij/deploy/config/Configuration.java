package io.crij.deploy.config;

import io.crij.operations.failure.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The effective configuration.
 *
 * @param root state that outlives a boot
 * @param runroot state of this boot
 * @param listen the Unix socket
 * @param strictVersions whether known weaknesses of programs are errors
 * @param stopTimeout for operations that run when the daemon is stopped
 */
public record Configuration(
    Path root,
    Path runroot,
    Path listen,
    boolean strictVersions,
    Duration stopTimeout,
    LogLevel logLevel,
    StreamConfiguration stream,
    RuntimeConfiguration runtime,
    ImageConfiguration image,
    NetworkConfiguration network,
    StatsConfiguration stats) {
  /** sun_path of sockaddr_un has 108 bytes, the last of them NUL, unix(7). */
  private static final int LONGEST_SOCKET = 107;

  public Configuration {
    requireDeep(root, Keys.ROOT);
    requireDeep(runroot, Keys.RUNROOT);
    if (root.equals(runroot)) {
      throw new InvalidArgument(
          "crij.root and crij.runroot are both " + root, "Give them directories of their own");
    }
    if (listen.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
      throw new InvalidArgument(
          "crij.api.listen is longer than the " + LONGEST_SOCKET + " bytes of a socket's path",
          "Choose a shorter path");
    }
  }

  /**
   * Takes the values of all keys.
   *
   * @throws InvalidArgument when values do not go together
   */
  public static Configuration of(Settings settings) {
    return new Configuration(
        settings.get(Keys.ROOT),
        settings.get(Keys.RUNROOT),
        settings.get(Keys.LISTEN),
        settings.get(Keys.STRICT_VERSIONS),
        settings.get(Keys.STOP_TIMEOUT),
        settings.get(Keys.LOG_LEVEL),
        StreamConfiguration.of(settings),
        RuntimeConfiguration.of(settings),
        ImageConfiguration.of(settings),
        NetworkConfiguration.of(settings),
        StatsConfiguration.of(settings));
  }

  private static void requireDeep(Path directory, Key<Path> key) {
    if (directory.getNameCount() < 2) {
      throw new InvalidArgument(
          key.name() + " is " + directory + ", which belongs to the whole machine",
          "Give it a directory of its own");
    }
  }
}
