package io.crij.image.registries;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * registries.conf and the {@code *.conf} files of its {@code .d} directory, read again when one of
 * them has changed. A later file wins over an earlier one, per prefix.
 */
public final class RegistriesFiles {
  /** Where the containers tools keep it. */
  public static final Path DEFAULT = Path.of("/etc/containers/registries.conf");

  private static final Logger LOG = LoggerFactory.getLogger(RegistriesFiles.class);
  private static final long MAX_BYTES = 1024 * 1024;

  private final Path main;
  private final Path dropIns;
  private final AtomicReference<Loaded> latest = new AtomicReference<>();

  private record Loaded(Map<Path, FileStamp> stamps, Registries registries) {}

  /**
   * Watches {@code main} and {@code main.d}; neither has to exist.
   *
   * @throws Failure when a file that exists is unreadable or malformed
   */
  public RegistriesFiles(Path main) {
    this(main, main.resolveSibling(main.getFileName() + ".d"));
  }

  /** As {@link #RegistriesFiles(Path)}, with another folder of drop-ins. */
  public RegistriesFiles(Path main, Path dropIns) {
    this.main = main;
    this.dropIns = dropIns;
    Map<Path, FileStamp> stamps = stamps();
    latest.set(new Loaded(stamps, read(stamps)));
  }

  /** What the files say now; while a changed file is malformed, what they said before. */
  public Registries current() {
    Loaded known = latest.get();
    Map<Path, FileStamp> stamps = stamps();
    if (stamps.equals(known.stamps)) {
      return known.registries;
    }
    Registries registries;
    try {
      registries = read(stamps);
    } catch (Failure e) {
      LOG.warn("the changed registries configuration is not used: {}", e.getMessage());
      registries = known.registries;
    }
    latest.compareAndSet(known, new Loaded(stamps, registries));
    return registries;
  }

  private Map<Path, FileStamp> stamps() {
    try {
      Map<Path, FileStamp> stamps = new LinkedHashMap<>();
      for (Path file : files()) {
        FileStamp.of(file).ifPresent(stamp -> stamps.put(file, stamp));
      }
      return stamps;
    } catch (IOException e) {
      throw new FailedPrecondition(
          "the registries configuration " + main + " cannot be read", "Correct the file.", e);
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.exists(main)) {
      files.add(main);
    }
    if (Files.isDirectory(dropIns)) {
      try (Stream<Path> found = Files.list(dropIns)) {
        found.filter(file -> file.toString().endsWith(".conf")).sorted().forEach(files::add);
      }
    }
    return files;
  }

  private static Registries read(Map<Path, FileStamp> stamps) {
    Registries none = Registries.NONE;
    Optional<Said<List<String>>> search = none.search();
    Optional<Said<ShortNameMode>> mode = none.mode();
    List<String> helpers = none.credentialHelpers();
    Map<String, Said<String>> aliases = new LinkedHashMap<>();
    Map<RegistryLocation, RegistryRule> rules = new LinkedHashMap<>();
    for (Map.Entry<Path, FileStamp> entry : stamps.entrySet()) {
      Path file = entry.getKey();
      if (entry.getValue().size() > MAX_BYTES) {
        throw new FailedPrecondition(
            file + " has more than " + MAX_BYTES + " bytes", "Make it smaller.");
      }
      RegistriesToml.Content content = new RegistriesToml(file, LOG::warn).parse(text(file));
      search = said(content.searchRegistries(), file, search);
      mode = said(content.mode(), file, mode);
      helpers = content.credentialHelpers().orElse(helpers);
      content.aliases().forEach((name, full) -> aliases.put(name, new Said<>(full, file)));
      content.rules().forEach(rule -> rules.put(rule.prefix(), rule));
    }
    return new Registries(search, List.copyOf(rules.values()), aliases, mode, helpers);
  }

  private static <T> Optional<Said<T>> said(Optional<T> here, Path file, Optional<Said<T>> before) {
    return here.map(value -> new Said<>(value, file)).or(() -> before);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new FailedPrecondition(file + " cannot be read", "Make it readable, in UTF-8.", e);
    }
  }
}
