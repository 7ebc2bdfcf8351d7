package io.crij.runtime.spec;

import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.ParentLinks;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a container's process begins: the request's directory, else the image's, else "/". Made
 * when the root file system has none. Never below /proc, whose links lead to directories of others.
 */
final class WorkingDirectory {
  private static final int MODE = 0755;
  private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");

  private WorkingDirectory() {}

  static Field choose(String requested, String image) {
    return requested.isEmpty()
        ? new Field("WORKDIR of the image", image.isEmpty() ? "/" : image)
        : new Field("working_dir", requested);
  }

  /**
   * The clean path, which exists afterwards.
   *
   * @param covered destinations of mounts: a directory there is theirs to have
   */
  static String prepare(Field field, Path rootfs, List<String> covered) throws IOException {
    String path = field.absolutePath();
    requireOutsideProc(field, path);
    if (covered.stream().anyMatch(mount -> path.equals(mount) || path.startsWith(mount + "/"))) {
      return path;
    }
    try (ConfinedDirectory root = ConfinedDirectory.open(rootfs, ParentLinks.FOLLOW_IN_ROOT, 0)) {
      ConfinedPath inside = ConfinedPath.parse(path);
      if (root.status(inside).isEmpty()) {
        root.mkdirs(inside, MODE);
      }
      requireOutsideProc(field, resolved(root, inside));
    } catch (KernelException failure) {
      throw new InvalidArgument(
          field.name() + " " + PlainText.quoted(field.value()) + " cannot be entered or made",
          "Give a directory of the image, or a new path.",
          failure);
    }
    return path;
  }

  private static void requireOutsideProc(Field field, String path) {
    if (path.equals("/proc") || path.startsWith("/proc/")) {
      throw field.wrong("leads to /proc", "Give a directory outside /proc.");
    }
  }

  /** Where it is when all links are followed, as the container sees it. */
  private static String resolved(ConfinedDirectory root, ConfinedPath inside) throws IOException {
    try (Fd directory = root.openDirectoryInRoot(inside)) {
      String top = location(root.fd());
      String real = location(directory);
      return top.equals("/") ? real : real.substring(top.length());
    }
  }

  private static String location(Fd fd) throws IOException {
    try (ConfinedDirectory descriptors = ConfinedDirectory.open(OWN_DESCRIPTORS)) {
      Optional<byte[]> link =
          descriptors.readLink(ConfinedPath.parse(Integer.toString(fd.number())));
      return new String(link.orElseThrow(), StandardCharsets.ISO_8859_1);
    }
  }
}
