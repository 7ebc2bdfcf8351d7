package io.crij.image.layer;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedObject;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DeviceNumber;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.FileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directory that a layer becomes: makes room for each object, so that the last entry of a name
 * wins. Links on the way are followed within the layer. The only device nodes in it are the
 * whiteouts made here.
 */
final class LayerTree {
  private static final int IMPLIED_MODE = 0755;
  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final byte[] YES = {'y'};
  private static final int MOST_ATTEMPTS = 4;

  /** Makes one object; EEXIST, ENOENT and ENOTDIR lead to another attempt. */
  interface Maker<T> {
    T make() throws IOException;
  }

  private final ConfinedDirectory root;
  private final LayerLimits limits;
  private final DirectoryTimes times;
  private final LinkResolver links;
  private final NeedsRecorder needs;
  private long directories;
  private boolean replaced;

  LayerTree(ConfinedDirectory root, LayerLimits limits, DirectoryTimes times) {
    this.root = root;
    this.limits = limits;
    this.times = times;
    this.links = new LinkResolver(root);
    this.needs = new NeedsRecorder(root, limits, links);
  }

  /** What depends on the layers below, at the end. */
  LayerNeeds needs() throws IOException {
    return needs.result();
  }

  void symlink(byte[] target, ConfinedPath path) throws IOException {
    make(
        path,
        () -> {
          root.symlink(target, path);
          return path;
        });
    links.linkMade();
  }

  /** A hard link to what this layer does not have: nothing is here, the layers below decide. */
  void linkBelow(ConfinedPath path, ConfinedPath target) throws IOException {
    if (typeAt(path).isPresent()) {
      root.removeTree(path);
      noteReplaced();
    }
    needs.link(path, target);
  }

  private void noteReplaced() {
    replaced = true;
    links.objectReplaced();
  }

  /** Whether an object was taken away again for another one. */
  boolean replaced() {
    return replaced;
  }

  /** How many directories were made. */
  long directories() {
    return directories;
  }

  /** Makes an object that is no directory, in the place of what is there. */
  <T> T make(ConfinedPath path, Maker<T> maker) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return maker.make();
      } catch (KernelException failure) {
        if (attempt == MOST_ATTEMPTS || !failure.is(Errno.EEXIST, Errno.ENOENT, Errno.ENOTDIR)) {
          throw failure;
        }
        if (failure.is(Errno.EEXIST)) {
          root.removeTree(path);
          noteReplaced();
        } else {
          implyDirectory(path.parent());
        }
      }
    }
  }

  /** A directory with an entry; one that is there stays, with its content. */
  void makeDirectory(ConfinedPath path) throws IOException {
    if (!path.isRoot()) {
      ensureDirectory(path);
      needs.settled(path);
    }
  }

  /** Whether it is one of the layers below, should they have it. */
  private boolean ensureDirectory(ConfinedPath path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        root.mkdir(path, IMPLIED_MODE);
        directories++;
        return true;
      } catch (KernelException failure) {
        if (attempt == MOST_ATTEMPTS || !failure.is(Errno.EEXIST, Errno.ENOENT, Errno.ENOTDIR)) {
          throw failure;
        }
        if (!failure.is(Errno.EEXIST)) {
          implyDirectory(path.parent());
        } else if (replaceByDirectory(path)) {
          return false;
        }
      }
    }
  }

  private boolean replaceByDirectory(ConfinedPath path) throws IOException {
    Optional<FileType> found = root.linkStatus(path).map(FileStatus::type);
    if (found.equals(Optional.of(FileType.DIRECTORY))) {
      return true;
    }
    root.unlink(path);
    noteReplaced();
    // A new directory in the place of one that is gone shows nothing of the old one.
    if (found.equals(Optional.of(FileType.CHARACTER_DEVICE))) {
      root.mkdir(path, IMPLIED_MODE);
      directories++;
      setOpaque(path);
      return true;
    }
    return false;
  }

  /**
   * Makes the directories on the way that have no entry, or none yet. Links on the way stay, also
   * where they lead to what only a lower layer has.
   */
  void implyDirectory(ConfinedPath path) throws IOException {
    List<ConfinedPath> missing = new ArrayList<>();
    ConfinedPath above = links.resolve(path);
    while (!above.isRoot() && !isDirectory(above)) {
      missing.addFirst(above);
      above = above.parent();
    }
    for (ConfinedPath directory : missing) {
      if (ensureDirectory(directory)) {
        needs.implied(directory);
      }
      times.implied(directory);
      if (directories > limits.entries()) {
        throw BadLayer.tooMuch("directories", limits.entries());
      }
    }
  }

  private boolean isDirectory(ConfinedPath path) throws IOException {
    try {
      Optional<FileType> type = root.status(path).map(FileStatus::type);
      if (type.isPresent()
          && type.get() != FileType.DIRECTORY
          && type.get() != FileType.CHARACTER_DEVICE) {
        throw BadLayer.malformed("the path " + path + " is used as a directory, which it is not");
      }
      return type.equals(Optional.of(FileType.DIRECTORY));
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOTDIR)) {
        return false;
      }
      throw failure;
    }
  }

  /** Hides what the layers below have at {@code path}; what this layer has there stays. */
  boolean whiteOut(ConfinedPath path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        root.mknod(path, FileType.CHARACTER_DEVICE, 0, DeviceNumber.WHITEOUT);
        needs.whiteout(path);
        return true;
      } catch (KernelException failure) {
        if (failure.is(Errno.EEXIST)) {
          if (typeAt(path).equals(Optional.of(FileType.DIRECTORY))) {
            setOpaque(path);
            needs.settled(path);
          }
          return false;
        }
        if (attempt == MOST_ATTEMPTS || !failure.is(Errno.ENOENT, Errno.ENOTDIR)) {
          throw failure;
        }
        implyDirectory(path.parent());
      }
    }
  }

  /** Hides all that the layers below have in a directory. */
  void makeOpaque(ConfinedPath directory) throws IOException {
    if (!directory.isRoot() && !typeAt(directory).equals(Optional.of(FileType.DIRECTORY))) {
      implyDirectory(directory);
    }
    setOpaque(directory);
  }

  /** The type of the object at {@code path}, a link itself; empty when there is none. */
  Optional<FileType> typeAt(ConfinedPath path) throws IOException {
    try {
      return root.linkStatus(path).map(FileStatus::type);
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOTDIR)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private void setOpaque(ConfinedPath directory) throws IOException {
    try (ConfinedObject object = root.object(directory)) {
      object.setXattr(OPAQUE, YES);
    }
  }
}
