package io.crij.cni;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the network among the files of a directory: the named one, or the first valid one. */
final class ConfigReader {
  private static final Logger log = LoggerFactory.getLogger(ConfigReader.class);
  private static final int MAX_BYTES = 1 << 20;

  private final Path directory;
  private final Optional<String> wanted;

  ConfigReader(Path directory, Optional<String> wanted) {
    this.directory = directory;
    this.wanted = wanted;
  }

  ConfigScan read(List<Path> files) {
    List<String> skipped = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Path file : files) {
      try {
        NetworkConfig network = ConfigParser.parse(file, content(file));
        if (wanted.isEmpty() || wanted.get().equals(network.name())) {
          skipped.forEach(skip -> log.warn("network configuration skipped: {}", skip));
          return new ConfigScan(Optional.of(network), "", skipped);
        }
        others.add(file.getFileName() + ": network '" + network.name() + "'");
      } catch (ConfigRejected rejected) {
        skipped.add(file.getFileName() + ": " + rejected.getMessage());
      }
    }
    return ConfigScan.none(reason(files, skipped, others));
  }

  private String reason(List<Path> files, List<String> skipped, List<String> others) {
    String what =
        wanted.map(name -> "no network '" + name + "'").orElse("no valid network configuration");
    if (files.isEmpty()) {
      return what + " in " + directory + ": it holds no *.conflist, *.conf or *.json file";
    }
    List<String> seen = new ArrayList<>(skipped);
    seen.addAll(others);
    return what + " in " + directory + " (" + String.join("; ", seen) + ")";
  }

  private static byte[] content(Path file) throws ConfigRejected {
    try {
      if (!Files.isRegularFile(file)) {
        throw new ConfigRejected("it is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
          throw new ConfigRejected("it is larger than 1 MiB");
        }
        return content;
      }
    } catch (IOException e) {
      throw new ConfigRejected("it cannot be read: " + e, e);
    }
  }
}
