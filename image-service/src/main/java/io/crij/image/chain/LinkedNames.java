package io.crij.image.chain;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DirectoryEntry;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.FileType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All names of the files with several names in a layer; found by walking it, once, when needed. */
final class LinkedNames {
  private final ConfinedDirectory root;
  private Optional<Map<Long, List<ConfinedPath>>> names = Optional.empty();

  LinkedNames(ConfinedDirectory root) {
    this.root = root;
  }

  static boolean hasSeveral(FileStatus status) {
    return status.nlink() > 1
        && !status.isDirectory()
        && status.type() != FileType.CHARACTER_DEVICE;
  }

  List<ConfinedPath> of(FileStatus file) throws IOException {
    if (!hasSeveral(file)) {
      return List.of();
    }
    if (names.isEmpty()) {
      names = Optional.of(walk());
    }
    return names.get().getOrDefault(file.ino(), List.of());
  }

  private Map<Long, List<ConfinedPath>> walk() throws IOException {
    Map<Long, List<ConfinedPath>> found = new HashMap<>();
    Deque<ConfinedPath> left = new ArrayDeque<>(List.of(ConfinedPath.ROOT));
    while (!left.isEmpty()) {
      ConfinedPath directory = left.removeFirst();
      for (DirectoryEntry entry : root.list(directory)) {
        ConfinedPath path = directory.resolve(entry.name());
        FileStatus status = root.linkStatus(path).orElseThrow();
        if (status.isDirectory()) {
          left.add(path);
        } else if (hasSeveral(status)) {
          found.computeIfAbsent(status.ino(), _ -> new ArrayList<>()).add(path);
        }
      }
    }
    return found;
  }
}
