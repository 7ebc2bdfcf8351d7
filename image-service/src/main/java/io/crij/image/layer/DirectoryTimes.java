package io.crij.image.layer;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedObject;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times of directories, set after what is made in them would change them again. Holds a bounded
 * amount; when it is full, times are set early.
 */
final class DirectoryTimes {
  /** Several layers are unpacked at once, and the daemon's heap is small. */
  private static final int MOST_BYTES = 4 << 20;

  private static final int ENTRY_BYTES = 150;

  private final ConfinedDirectory root;
  private final Map<ConfinedPath, Instant> times = new LinkedHashMap<>();
  private int bytes;

  DirectoryTimes(ConfinedDirectory root) {
    this.root = root;
    implied(ConfinedPath.ROOT);
  }

  /** A directory that has no entry yet: the same time wherever and whenever it is made. */
  void implied(ConfinedPath directory) {
    if (times.putIfAbsent(directory, Instant.EPOCH) == null) {
      bytes += directory.length() + ENTRY_BYTES;
    }
  }

  void remember(ConfinedPath directory, Instant mtime) throws IOException {
    if (times.put(directory, mtime) == null) {
      bytes += directory.length() + ENTRY_BYTES;
    }
    if (bytes > MOST_BYTES) {
      apply();
    }
  }

  void apply() throws IOException {
    for (Map.Entry<ConfinedPath, Instant> entry : times.entrySet()) {
      // A later entry may have put something else there.
      if (root.linkStatus(entry.getKey()).filter(FileStatus::isDirectory).isPresent()) {
        try (ConfinedObject directory = root.object(entry.getKey())) {
          directory.setTimes(entry.getValue());
        }
      }
    }
    times.clear();
    bytes = 0;
  }
}
