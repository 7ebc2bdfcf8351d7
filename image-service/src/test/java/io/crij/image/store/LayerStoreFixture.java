package io.crij.image.store;

import io.crij.image.layer.LayerLimits;
import io.crij.image.testing.SettableClock;
import io.crij.image.testing.TestLayer;
import io.crij.linux.files.UserTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A layer store in a directory, and what lies in it. */
final class LayerStoreFixture implements AutoCloseable {
  final SettableClock clock = new SettableClock();
  private final Path directory;
  LayerStore store;

  LayerStoreFixture(Path directory) {
    this.directory = directory;
    reopen();
  }

  void reopen() {
    store = LayerStore.open(root(), LayerLimits.DEFAULT, clock);
  }

  ImageContent content() {
    return new ImageContent(store, BlobStore.open(root(), LayerLimits.DEFAULT, clock));
  }

  Path root() {
    return directory.resolve("root");
  }

  Path home(TestLayer layer) {
    return root().resolve("layers/sha256").resolve(layer.diffId().hex());
  }

  StoredLayer ensure(TestLayer layer) {
    return store.ensure(source(layer, () -> new ByteArrayInputStream(layer.blob())));
  }

  LayerSource source(TestLayer layer, BlobOpener opener) {
    return new LayerSource(layer.descriptor(), layer.diffId(), layer.compression(), opener);
  }

  List<String> stored() throws IOException {
    return names("layers/sha256");
  }

  List<String> unfinished() throws IOException {
    return names("layers/tmp");
  }

  List<String> quarantined() throws IOException {
    return names("layers/quarantined");
  }

  private List<String> names(String folder) throws IOException {
    try (Stream<Path> entries = Files.list(root().resolve(folder))) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  @Override
  public void close() throws IOException {
    UserTree.removeTree(directory, "root");
  }
}
