package io.crij.image.rootfs;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.Kind;
import io.crij.linux.mount.Mounts;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a mounted image as a mount of its own, so that no path of the image is used later. */
final class SubPath {
  private static final int LONGEST = 4095;

  private SubPath() {}

  /**
   * Binds the directory or file that {@code subPath} leads to, its links followed inside the image.
   *
   * @param target does not exist yet
   * @throws NotFound when the image has nothing there
   * @throws InvalidArgument when the path is none, or leads to something else
   */
  static void bind(Path image, String subPath, Path target) throws IOException {
    try (ConfinedDirectory root = ConfinedDirectory.open(image)) {
      ConfinedPath path = checked(subPath);
      Fd found = root.lookup(path, Kind.OBJECT).orElseThrow(() -> absent(subPath));
      try (found) {
        bind(found, root.status(path).orElseThrow(() -> absent(subPath)), subPath, target);
      }
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOTDIR, Errno.ELOOP, Errno.ENAMETOOLONG)) {
        throw absent(subPath);
      }
      throw failure;
    }
  }

  private static void bind(Fd found, FileStatus status, String subPath, Path target)
      throws IOException {
    if (status.isDirectory()) {
      Files.createDirectory(target);
    } else if (status.isRegular()) {
      Files.createFile(target);
    } else {
      throw new InvalidArgument(
          "image_sub_path " + PlainText.quoted(subPath) + " is neither directory nor file",
          "Name a directory or a file of the image.");
    }
    Mounts.bindFd(found, target);
  }

  private static ConfinedPath checked(String subPath) {
    if (subPath.startsWith("/") || subPath.indexOf('\0') >= 0 || subPath.length() > LONGEST) {
      throw wrong(subPath);
    }
    ConfinedPath path = ConfinedPath.parse(subPath);
    if (path.hasParentReference()) {
      throw wrong(subPath);
    }
    return path;
  }

  private static InvalidArgument wrong(String subPath) {
    return new InvalidArgument(
        "image_sub_path " + PlainText.quoted(subPath) + " is no path below the image's root",
        "Give a relative path without '..'.");
  }

  private static NotFound absent(String subPath) {
    return new NotFound(
        "the image has nothing at image_sub_path " + PlainText.quoted(subPath),
        "Correct the subPath of the volume mount.");
  }
}
