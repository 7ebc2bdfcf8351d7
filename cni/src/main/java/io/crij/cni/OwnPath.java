package io.crij.cni;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Whether a path leads where we think, link by link: nobody but root or ourselves can bend it. */
final class OwnPath {
  private static final int MOST_LINKS = 40;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0002;

  private OwnPath() {}

  static boolean isOurs(Path file) throws IOException {
    int owner = owner(file);
    return owner == 0 || owner == owner(Path.of("/proc/self"));
  }

  /** The first directory or link on the way to the file that others could change. */
  static Optional<Path> weakness(Path file) throws IOException {
    Deque<Path> left = new ArrayDeque<>();
    file.toAbsolutePath().forEach(left::addLast);
    Path at = Path.of("/");
    int links = 0;
    while (!left.isEmpty()) {
      if (!isOurs(at) || isOpen(at)) {
        return Optional.of(at);
      }
      Path next = at.resolve(left.removeFirst()).normalize();
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      // In a sticky directory, links of others can be beside ours.
      if (!isOurs(next)) {
        return Optional.of(next);
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      Path target = Files.readSymbolicLink(next);
      for (int i = target.getNameCount() - 1; i >= 0; i--) {
        left.addFirst(target.getName(i));
      }
      at = target.isAbsolute() ? Path.of("/") : at;
    }
    return Optional.empty();
  }

  private static boolean isOpen(Path directory) throws IOException {
    int mode = (Integer) Files.getAttribute(directory, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
  }

  private static int owner(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
