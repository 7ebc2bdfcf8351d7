package io.crij.deploy.training;

import io.crij.deploy.config.ConfigSources;
import io.crij.deploy.config.Configuration;
import io.crij.deploy.config.ConfigurationText;
import io.crij.deploy.config.Settings;
import io.crij.deploy.daemon.DaemonTraining;
import io.crij.deploy.logging.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code crij train-aot}: what the build runs once, without an OCI runtime, so that the
 * ahead-of-time cache knows the classes and the hot methods of a starting daemon.
 */
@Command(name = "train-aot", hidden = true, description = "Exercise the daemon for the AOT cache.")
public final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--without-services",
      description = "Where mounts cannot be made: the socket alone.")
  private boolean withoutServices;

  @Override
  public Integer call() throws Exception {
    Logging.start(Level.WARNING).flush();
    NativeTraining.run();
    Path folder = Files.createTempDirectory("crij-training");
    try {
      RecordTraining.run(folder);
      Configuration configuration = configuration(folder);
      if (withoutServices) {
        DaemonTraining.socketAlone(configuration, SocketTraining::ask);
      } else {
        DaemonTraining.wholeDaemon(configuration, SocketTraining::ask);
      }
    } finally {
      remove(folder);
    }
    return 0;
  }

  /** Read from a file with every key in it, and from flags. */
  private static Configuration configuration(Path folder) throws IOException {
    Map<String, List<String>> flags =
        Map.of(
            "--root", List.of(folder.resolve("root").toString()),
            "--runroot", List.of(folder.resolve("runroot").toString()),
            "--listen", List.of(folder.resolve("crij.sock").toString()),
            "--cni-config-dir", List.of(folder.toString()),
            "--cni-plugin-dir", List.of(folder.toString()));
    Settings settings = new ConfigSources(Optional.empty(), Optional.of(folder), flags).read();
    Path file = folder.resolve("crij.toml");
    Files.writeString(file, ConfigurationText.of(settings));
    return Configuration.of(
        new ConfigSources(Optional.of(file), Optional.of(folder), flags).read());
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
