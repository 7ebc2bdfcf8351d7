package io.crij.image.layer;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DirectoryEntry;
import io.crij.linux.files.FileStatus;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what a tree has; several names of one object are one. */
final class TreeCount {
  private final ConfinedDirectory root;
  private final Set<Long> linked = new HashSet<>();
  private final Deque<ConfinedPath> left = new ArrayDeque<>(List.of(ConfinedPath.ROOT));
  private long inodes = 1;
  private long bytes;

  private TreeCount(ConfinedDirectory root) {
    this.root = root;
  }

  static TreeCount of(ConfinedDirectory root) throws IOException {
    return new TreeCount(root).walked();
  }

  long inodes() {
    return inodes;
  }

  long bytes() {
    return bytes;
  }

  private TreeCount walked() throws IOException {
    while (!left.isEmpty()) {
      ConfinedPath directory = left.removeLast();
      for (DirectoryEntry entry : root.list(directory)) {
        add(directory.resolve(entry.name()));
      }
    }
    return this;
  }

  private void add(ConfinedPath path) throws IOException {
    FileStatus status = root.linkStatus(path).orElseThrow();
    if (status.isDirectory()) {
      left.addLast(path);
      inodes++;
    } else if (status.nlink() == 1 || linked.add(status.ino())) {
      inodes++;
      if (status.isRegular()) {
        bytes += status.size();
      }
    }
  }
}
