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
import java.util.function.Function;

/**
 * On disk: {@code <root>/<container>/}, a directory with a record for each container that has
 * something here, made elsewhere and moved whole.
 *
 * @param <R> the record
 */
final class ContainerHomes<R> {
  private static final String TRASH = "tmp";

  /**
   * The records of one kind.
   *
   * @param file the record's name in a home
   */
  record Kind<R>(String file, Class<R> type, int version, Function<R, String> containerId) {
    private RecordFile<R> in(Path home) {
      return new RecordFile<>(home.resolve(file), type, version);
    }
  }

  /** What was found at start. */
  record Found<R>(List<R> records, boolean unreadable) {}

  /** Puts what else a home has into the new one. */
  @FunctionalInterface
  interface Filler {
    void fill(Path home) throws IOException;
  }

  private final Path root;
  private final Trash trash;
  private final Kind<R> kind;

  private ContainerHomes(Path root, Trash trash, Kind<R> kind) {
    this.root = root;
    this.trash = trash;
    this.kind = kind;
  }

  static <R> ContainerHomes<R> open(Path root, Kind<R> kind) throws IOException {
    OwnDirectory.ensure(root);
    return new ContainerHomes<>(root, Trash.open(root.resolve(TRASH)), kind);
  }

  Path home(String containerId) {
    return root.resolve(containerId);
  }

  Found<R> load() throws IOException {
    List<R> records = new ArrayList<>();
    boolean unreadable = false;
    for (Path home : OwnDirectory.entries(root)) {
      String name = home.getFileName().toString();
      if (name.equals(TRASH)) {
        continue;
      }
      if (kind.in(home).load() instanceof Loaded.Present<R>(R found, _)
          && kind.containerId().apply(found).equals(name)) {
        records.add(found);
      } else {
        unreadable = true;
      }
    }
    return new Found<>(records, unreadable);
  }

  /** The record is not synced: after a power cut no container that could need it is left. */
  void create(R record, Filler filler) throws IOException {
    Path making = trash.make();
    try {
      kind.in(making).write(record, Durability.RENAMED);
      filler.fill(making);
      Files.move(making, home(kind.containerId().apply(record)), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      trash.madeOrGivenUp(making);
    }
  }

  /** Out of sight when this returns, and the space is free soon after; absent is success. */
  void remove(String containerId) throws IOException {
    trash.discard(home(containerId));
  }

  void emptyTrash() {
    trash.empty();
  }
}
