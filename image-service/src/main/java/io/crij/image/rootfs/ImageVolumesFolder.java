package io.crij.image.rootfs;

import io.crij.image.store.Trash;
import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * On disk: {@code <container>/volumes.json}, and for each volume {@code files-<number>/} with the
 * files of an artifact, or {@code root-<number>/}, which looks like the root of an image.
 */
final class ImageVolumesFolder {
  private static final String TRASH = "tmp";
  private static final String RECORD = "volumes.json";

  /** What was found at start. */
  record Found(List<ImageVolumesRecord> records, boolean unreadable) {}

  private final Path root;
  private final Trash trash;

  private ImageVolumesFolder(Path root, Trash trash) {
    this.root = root;
    this.trash = trash;
  }

  static ImageVolumesFolder open(Path root) throws IOException {
    OwnDirectory.ensure(root);
    return new ImageVolumesFolder(root, Trash.open(root.resolve(TRASH)));
  }

  /** What a container's volumes are made with. */
  Path home(String containerId) {
    return root.resolve(containerId);
  }

  Found load() throws IOException {
    List<ImageVolumesRecord> records = new ArrayList<>();
    boolean unreadable = false;
    for (Path home : OwnDirectory.entries(root)) {
      String name = home.getFileName().toString();
      if (name.equals(TRASH)) {
        continue;
      }
      if (record(home).load() instanceof Loaded.Present<ImageVolumesRecord>(var found, _)
          && found.containerId().equals(name)) {
        records.add(found);
      } else {
        unreadable = true;
      }
    }
    return new Found(records, unreadable);
  }

  private static RecordFile<ImageVolumesRecord> record(Path home) {
    return new RecordFile<>(
        home.resolve(RECORD), ImageVolumesRecord.class, ImageVolumesRecord.VERSION);
  }

  /** The record is not synced: after a power cut no container that could need it is left. */
  void create(ImageVolumesRecord record) throws IOException {
    Path making = trash.make();
    try {
      record(making).write(record, Durability.RENAMED);
      Files.move(making, root.resolve(record.containerId()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      trash.madeOrGivenUp(making);
    }
  }

  /** Out of sight when this returns, and the space is free soon after; absent is success. */
  void remove(String containerId) throws IOException {
    trash.discard(root.resolve(containerId));
  }

  void emptyTrash() {
    trash.empty();
  }
}
