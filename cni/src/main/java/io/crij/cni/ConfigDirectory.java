package io.crij.cni;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The directory of network configurations, looked at anew by every call: names, sizes, times and
 * inodes decide whether the files must be read again. So it may be missing, appear later, or be
 * deleted and made again, and nothing has to be restarted.
 */
final class ConfigDirectory {
  private static final String KINDS = "*.{conflist,conf,json}";
  private static final int MAX_FILES = 200;

  private final Path directory;
  private final Optional<String> wanted;
  private final AtomicReference<Known> known = new AtomicReference<>();

  ConfigDirectory(Path directory, Optional<String> wanted) {
    this.directory = directory;
    this.wanted = wanted;
  }

  ConfigScan scan() {
    List<Stamp> stamps;
    try {
      stamps = stamps();
    } catch (NoSuchFileException missing) {
      return ConfigScan.none("the directory " + directory + " does not exist");
    } catch (NotDirectoryException other) {
      return ConfigScan.none(directory + " is not a directory");
    } catch (IOException e) {
      return ConfigScan.none("the directory " + directory + " cannot be read: " + e.getMessage());
    }
    Known last = known.get();
    if (last != null && last.stamps().equals(stamps)) {
      return last.scan();
    }
    ConfigScan scan =
        new ConfigReader(directory, wanted).read(stamps.stream().map(Stamp::file).toList());
    known.set(new Known(stamps, scan));
    return scan;
  }

  private List<Stamp> stamps() throws IOException {
    List<Stamp> stamps = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, KINDS)) {
      for (Path file : files) {
        if (stamps.size() == MAX_FILES) {
          throw new IOException("it holds more than " + MAX_FILES + " configurations");
        }
        stamp(file).ifPresent(stamps::add);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    stamps.sort(
        (a, b) -> a.file().getFileName().toString().compareTo(b.file().getFileName().toString()));
    return stamps;
  }

  private static Optional<Stamp> stamp(Path file) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(
              file, now.size(), now.lastModifiedTime().toString(), String.valueOf(now.fileKey())));
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    }
  }

  private record Stamp(Path file, long size, String modified, String inode) {}

  private record Known(List<Stamp> stamps, ConfigScan scan) {}
}
