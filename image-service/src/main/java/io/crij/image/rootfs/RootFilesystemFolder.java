package io.crij.image.rootfs;

import io.crij.image.store.LayerStack;
import io.crij.image.store.Trash;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
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

/** On disk: {@code <container>/{rootfs.json,upper/,work/,empty/}}, made elsewhere, moved whole. */
final class RootFilesystemFolder {
  private static final String TRASH = "tmp";
  private static final String RECORD = "rootfs.json";
  private static final String UPPER = "upper";
  private static final String WORK = "work";
  private static final String EMPTY = "empty";
  private static final int OURS = 0700;

  /** What was found at start. */
  record Found(List<RootFilesystemRecord> records, boolean unreadable) {}

  private final Path root;
  private final Trash trash;

  private RootFilesystemFolder(Path root, Trash trash) {
    this.root = root;
    this.trash = trash;
  }

  static RootFilesystemFolder open(Path root) throws IOException {
    OwnDirectory.ensure(root);
    return new RootFilesystemFolder(root, Trash.open(root.resolve(TRASH)));
  }

  Path upper(String containerId) {
    return root.resolve(containerId).resolve(UPPER);
  }

  Path work(String containerId) {
    return root.resolve(containerId).resolve(WORK);
  }

  /** The lowest layer of an image that has none. */
  Path empty(String containerId) {
    return root.resolve(containerId).resolve(EMPTY);
  }

  Found load() throws IOException {
    List<RootFilesystemRecord> records = new ArrayList<>();
    boolean unreadable = false;
    for (Path home : OwnDirectory.entries(root)) {
      String name = home.getFileName().toString();
      if (name.equals(TRASH)) {
        continue;
      }
      if (record(home).load()
              instanceof Loaded.Present<RootFilesystemRecord>(RootFilesystemRecord found, _)
          && found.containerId().equals(name)) {
        records.add(found);
      } else {
        unreadable = true;
      }
    }
    return new Found(records, unreadable);
  }

  private static RecordFile<RootFilesystemRecord> record(Path home) {
    return new RecordFile<>(
        home.resolve(RECORD), RootFilesystemRecord.class, RootFilesystemRecord.VERSION);
  }

  /** The record is not synced: after a power cut no container that could need it is left. */
  void create(RootFilesystemRecord record, LayerStack stack) throws IOException {
    Path making = trash.make();
    try {
      record(making).write(record, Durability.RENAMED);
      try (ConfinedDirectory home = ConfinedDirectory.open(making)) {
        home.mkdir(ConfinedPath.parse(EMPTY), OURS);
        home.mkdir(ConfinedPath.parse(WORK), OURS);
        home.mkdir(ConfinedPath.parse(UPPER), OURS);
        stack.applyRoot(home, ConfinedPath.parse(UPPER));
      }
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
