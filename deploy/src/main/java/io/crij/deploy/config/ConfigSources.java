package io.crij.deploy.config;

import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the configuration is read from; later beats earlier: the main file, the {@code *.toml} files
 * of the drop-in directory in lexical order, flags.
 *
 * @param main the main file when it was named, and then it must exist
 * @param dropIns the drop-in directory when it was named, and then it must exist; otherwise the one
 *     beside the main file, {@code FILE.d}, if there is one
 * @param flags the words that followed each flag
 */
public record ConfigSources(
    Optional<Path> main, Optional<Path> dropIns, Map<String, List<String>> flags) {
  public static final Path STANDARD = Path.of("/etc/crij/crij.toml");

  public ConfigSources {
    flags = Map.copyOf(flags);
  }

  /**
   * Reads all of it.
   *
   * @throws InvalidArgument in one sentence that names the file or flag, and the key
   */
  public Settings read() {
    Settings settings = new Settings();
    Path file = main.orElse(STANDARD);
    if (main.isPresent() || Files.exists(file)) {
      ConfigFile.read(file, settings);
    }
    for (Path dropIn : dropInFiles(file)) {
      ConfigFile.read(dropIn, settings);
    }
    for (Key<?> key : Keys.ALL) {
      key.flag().ifPresent(flag -> fromFlag(key, flag, settings));
    }
    return settings;
  }

  private List<Path> dropInFiles(Path file) {
    Path directory = dropIns.orElse(file.resolveSibling(file.getFileName() + ".d"));
    if (dropIns.isEmpty() && !Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(found -> found.toString().endsWith(".toml")).sorted().toList();
    } catch (IOException e) {
      throw new InvalidArgument(
          "the configuration directory " + directory + " cannot be read", "Correct it", e);
    }
  }

  private <T> void fromFlag(Key<T> key, String flag, Settings settings) {
    List<String> words = flags.getOrDefault(flag, List.of());
    if (words.isEmpty()) {
      return;
    }
    try {
      settings.set(key, key.type().fromFlag(words), new Origin.Flag(flag));
    } catch (BadValue bad) {
      throw new InvalidArgument(flag + " " + bad.getMessage(), "Correct the flag");
    }
  }
}
