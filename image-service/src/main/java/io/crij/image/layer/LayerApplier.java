package io.crij.image.layer;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedFile;
import io.crij.linux.files.ConfinedObject;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DeviceNumber;
import io.crij.linux.files.FileType;
import io.crij.linux.files.ObjectAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the objects of one layer in an empty directory, entry by entry, whiteouts in the form of
 * overlayfs. Nothing depends on other layers.
 */
final class LayerApplier {
  private static final int BUFFER = 128 * 1024;
  private static final int MODE = 0600;
  private static final int MOST_REMEMBERED_DEVICES = 100;

  private final ConfinedDirectory root;
  private final LayerTar tar;
  private final LayerRecipe recipe;
  private final LayerTree tree;
  private final DirectoryTimes times;
  private final EntryXattrs xattrs = new EntryXattrs();
  private final byte[] buffer = new byte[BUFFER];
  private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
  private final Set<ConfinedPath> devices = new HashSet<>();
  private boolean rootListed;
  private boolean opaqueRoot;
  private long bytes;
  private long inodes;
  private long leftOutDevices;

  LayerApplier(ConfinedDirectory root, LayerTar tar, LayerLimits limits, LayerRecipe recipe) {
    this.recipe = recipe;
    this.root = root;
    this.tar = tar;
    this.times = new DirectoryTimes(root);
    this.tree = new LayerTree(root, limits, times);
  }

  /** Applies all entries; a failure names the one at fault. */
  UnpackedLayer apply() throws IOException {
    for (var next = tar.next(); next.isPresent(); next = tar.next()) {
      LayerEntry entry = next.get();
      try {
        apply(entry);
      } catch (IOException e) {
        throw EntryFailure.of(entry, e);
      }
    }
    LayerNeeds needs = tree.needs();
    times.apply();
    return new UnpackedLayer(
        new AppliedLayer(
            bytes,
            inodes + tree.directories() + 1,
            leftOutDevices,
            xattrs.ignored(),
            needs.count(),
            rootListed,
            opaqueRoot,
            tree.replaced()),
        needs);
  }

  private void apply(LayerEntry entry) throws IOException {
    switch (Whiteout.of(entry.path())) {
      case Whiteout.None _ -> make(entry);
      case Whiteout.Removed removed -> inodes += tree.whiteOut(removed.path()) ? 1 : 0;
      case Whiteout.Opaque opaque -> {
        tree.makeOpaque(opaque.directory());
        opaqueRoot |= opaque.directory().isRoot();
      }
      case Whiteout.Leftover _ -> {}
    }
  }

  private void make(LayerEntry entry) throws IOException {
    if (entry.path().isRoot() && entry.kind() != LayerEntry.Kind.DIRECTORY) {
      throw BadLayer.malformed("an entry that is no directory has the name of the root");
    }
    devices.remove(entry.path());
    switch (entry.kind()) {
      case FILE -> makeFile(entry);
      case DIRECTORY -> makeDirectory(entry);
      case SYMLINK -> makeSymlink(entry);
      case HARD_LINK -> makeHardLink(entry);
      case FIFO -> makeFifo(entry);
      case DEVICE -> leaveOut(entry.path());
    }
  }

  private void makeFile(LayerEntry entry) throws IOException {
    try (ConfinedFile file = tree.make(entry.path(), () -> root.createFile(entry.path(), MODE))) {
      if (entry.sparse().isPresent()) {
        writeSparse(file, entry.sparse().get());
      } else {
        recipe.content(entry.path(), entry.size());
        write(file, entry.size());
      }
      // Changing the owner takes capabilities away, so they come last.
      file.apply(entry.attributes());
      xattrs.apply(entry.xattrs(), file::setXattr);
    }
    bytes += entry.size();
    inodes++;
  }

  private void writeSparse(ConfinedFile file, SparseMap map) throws IOException {
    for (SparseMap.Extent extent : map.extents()) {
      file.seek(extent.offset());
      write(file, extent.length());
    }
    file.truncate(map.size());
  }

  private void write(ConfinedFile file, long length) throws IOException {
    long left = length;
    while (left > 0) {
      int count = tar.read(buffer, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw BadLayer.malformed("it ends within a file");
      }
      direct.clear().put(buffer, 0, count).flip();
      file.write(direct);
      left -= count;
    }
  }

  private void makeDirectory(LayerEntry entry) throws IOException {
    tree.makeDirectory(entry.path());
    applyAttributes(entry);
    ObjectAttributes attributes = entry.attributes();
    times.remember(entry.path(), attributes.mtime());
    rootListed |= entry.path().isRoot();
  }

  private void makeSymlink(LayerEntry entry) throws IOException {
    tree.symlink(entry.linkTarget(), entry.path());
    applyAttributes(entry);
    inodes++;
  }

  private void makeFifo(LayerEntry entry) throws IOException {
    tree.make(
        entry.path(),
        () -> {
          root.mknod(entry.path(), FileType.FIFO, MODE, new DeviceNumber(0, 0));
          return entry;
        });
    applyAttributes(entry);
    inodes++;
  }

  private void applyAttributes(LayerEntry entry) throws IOException {
    try (ConfinedObject object = root.object(entry.path())) {
      object.apply(entry.attributes());
      xattrs.apply(entry.xattrs(), object::setXattr);
    }
  }

  private void makeHardLink(LayerEntry entry) throws IOException {
    ConfinedPath target = tar.path(entry.linkTarget());
    if (devices.contains(target)) {
      leaveOut(entry.path());
      return;
    }
    Optional<FileType> type = tree.typeAt(target);
    if (type.isEmpty() && !target.isRoot() && !target.equals(entry.path())) {
      tree.linkBelow(entry.path(), target);
      return;
    }
    if (type.isEmpty()
        || type.get() == FileType.DIRECTORY
        || type.get() == FileType.CHARACTER_DEVICE
        || target.equals(entry.path())) {
      throw BadLayer.malformed("hard link " + entry.path() + " leads to no file: " + target);
    }
    tree.make(
        entry.path(),
        () -> {
          root.hardLink(target, entry.path());
          return entry;
        });
  }

  // Old base images have some below /dev, which a container's own /dev hides anyway.
  private void leaveOut(ConfinedPath device) {
    leftOutDevices++;
    if (devices.size() < MOST_REMEMBERED_DEVICES) {
      devices.add(device);
    }
  }
}
