package io.crij.image.rootfs;

import io.crij.image.store.LayerStack;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import java.io.IOException;
import java.nio.file.Path;

/** On disk: {@code <container>/{rootfs.json,upper/,work/,empty/}}. */
final class RootFilesystemFolder {
  private static final ContainerHomes.Kind<RootFilesystemRecord> KIND =
      new ContainerHomes.Kind<>(
          "rootfs.json",
          RootFilesystemRecord.class,
          RootFilesystemRecord.VERSION,
          RootFilesystemRecord::containerId);
  private static final String UPPER = "upper";
  private static final String WORK = "work";
  private static final String EMPTY = "empty";
  private static final int OURS = 0700;

  private final ContainerHomes<RootFilesystemRecord> homes;

  private RootFilesystemFolder(ContainerHomes<RootFilesystemRecord> homes) {
    this.homes = homes;
  }

  static RootFilesystemFolder open(Path root) throws IOException {
    return new RootFilesystemFolder(ContainerHomes.open(root, KIND));
  }

  Path upper(String containerId) {
    return homes.home(containerId).resolve(UPPER);
  }

  Path work(String containerId) {
    return homes.home(containerId).resolve(WORK);
  }

  /** The lowest layer of an image that has none. */
  Path empty(String containerId) {
    return homes.home(containerId).resolve(EMPTY);
  }

  ContainerHomes.Found<RootFilesystemRecord> load() throws IOException {
    return homes.load();
  }

  void create(RootFilesystemRecord record, LayerStack stack) throws IOException {
    homes.create(
        record,
        making -> {
          try (ConfinedDirectory home = ConfinedDirectory.open(making)) {
            home.mkdir(ConfinedPath.parse(EMPTY), OURS);
            home.mkdir(ConfinedPath.parse(WORK), OURS);
            home.mkdir(ConfinedPath.parse(UPPER), OURS);
            stack.applyRoot(home, ConfinedPath.parse(UPPER));
          }
        });
  }

  void remove(String containerId) throws IOException {
    homes.remove(containerId);
  }

  void emptyTrash() {
    homes.emptyTrash();
  }
}
