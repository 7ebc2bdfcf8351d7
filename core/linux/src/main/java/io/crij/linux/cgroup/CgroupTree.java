package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The directories of a group and of those below it in one hierarchy. */
final class CgroupTree {
  private CgroupTree() {}

  /**
   * Parents first; empty when there is no such group. Groups that vanish meanwhile are left out.
   */
  static List<Path> of(Path top) throws IOException {
    List<Path> found = new ArrayList<>();
    Deque<Path> pending = new ArrayDeque<>();
    if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
      pending.push(top);
    }
    while (!pending.isEmpty()) {
      Path group = pending.pop();
      found.add(group);
      addChildren(group, pending);
    }
    return found;
  }

  private static void addChildren(Path group, Deque<Path> pending) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(group, CgroupTree::isGroup)) {
      entries.forEach(pending::push);
    } catch (NoSuchFileException gone) {
      // A group that ended while we looked has no children.
      return;
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }

  private static boolean isGroup(Path entry) {
    return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }
}
