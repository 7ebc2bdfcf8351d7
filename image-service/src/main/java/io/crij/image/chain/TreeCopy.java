package io.crij.image.chain;

import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedFile;
import io.crij.linux.files.ConfinedObject;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.FileType;
import io.crij.linux.files.Kind;
import io.crij.linux.files.ObjectAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Copies single objects of layers with all that a container can see of them. */
final class TreeCopy {
  /** Where overlayfs keeps what steers it; a copy says this anew where it is meant. */
  private static final String OVERLAY = "trusted.overlay.";

  private static final int BUFFER = 128 * 1024;
  private static final int MODE = 0600;

  private final ConfinedDirectory to;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
  private long bytes;

  TreeCopy(ConfinedDirectory to) {
    this.to = to;
  }

  /** Content of files that was copied, without holes. */
  long bytes() {
    return bytes;
  }

  /** Copies anything but a directory to where nothing is. */
  void copy(ConfinedDirectory from, ConfinedPath path, FileStatus status, ConfinedPath target)
      throws IOException {
    switch (status.type()) {
      case REGULAR -> copyFile(from, path, status, target);
      case SYMLINK -> to.symlink(from.readLink(path).orElseThrow(), target);
      // The only devices of layers are whiteouts.
      case FIFO, CHARACTER_DEVICE -> to.mknod(target, status.type(), MODE, status.rdev());
      default -> throw new IOException(path + " in a layer is of type " + status.type());
    }
    if (status.type() != FileType.REGULAR) {
      attributes(from, path, to, target);
    }
  }

  private void copyFile(
      ConfinedDirectory from, ConfinedPath path, FileStatus status, ConfinedPath target)
      throws IOException {
    try (Fd source = from.lookup(path, Kind.REGULAR).orElseThrow();
        ConfinedObject object = from.object(path);
        ConfinedFile copy = to.createFile(target, MODE)) {
      copyContent(source, copy, status.size());
      copy.apply(attributesOf(status));
      for (String name : object.listXattrs()) {
        if (!name.startsWith(OVERLAY)) {
          copy.setXattr(name, object.getXattr(name).orElseThrow());
        }
      }
    }
  }

  private void copyContent(Fd source, ConfinedFile copy, long size) throws IOException {
    long position = 0;
    for (int count = FdIo.read(source, buffer, BUFFER);
        count > 0;
        count = FdIo.read(source, buffer, BUFFER)) {
      if (!isZero(count)) {
        copy.seek(position);
        direct.clear().put(buffer, 0, count).flip();
        copy.write(direct);
        bytes += count;
      }
      position += count;
    }
    copy.truncate(size);
  }

  private boolean isZero(int count) {
    for (int i = 0; i < count; i++) {
      if (buffer[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static ObjectAttributes attributesOf(FileStatus status) {
    return new ObjectAttributes(status.uid(), status.gid(), status.mode(), status.mtime());
  }

  /** Whether {@link #attributes} would change nothing between two layers that have a directory. */
  static boolean sameAttributes(ConfinedDirectory one, ConfinedDirectory other, ConfinedPath path)
      throws IOException {
    try (ConfinedObject first = one.object(path);
        ConfinedObject second = other.object(path)) {
      return attributesOf(first.status()).equals(attributesOf(second.status()))
          && xattrs(first).equals(xattrs(second));
    }
  }

  private static Map<String, String> xattrs(ConfinedObject object) throws IOException {
    Map<String, String> found = new HashMap<>();
    for (String name : object.listXattrs()) {
      if (!name.startsWith(OVERLAY)) {
        found.put(name, HexFormat.of().formatHex(object.getXattr(name).orElseThrow()));
      }
    }
    return found;
  }

  /** Owner, mode, time and extended attributes; the content of a directory comes before. */
  static void attributes(
      ConfinedDirectory from, ConfinedPath path, ConfinedDirectory to, ConfinedPath target)
      throws IOException {
    try (ConfinedObject source = from.object(path);
        ConfinedObject copy = to.object(target)) {
      FileStatus status = source.status();
      copy.setOwner(status.uid(), status.gid());
      for (String name : source.listXattrs()) {
        if (!name.startsWith(OVERLAY)) {
          copy.setXattr(name, source.getXattr(name).orElseThrow());
        }
      }
      copy.apply(attributesOf(status));
    }
  }
}
