package io.crij.image.layer;

import io.crij.image.reference.Digest;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.linux.files.UserTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Unpacks layers into a directory that has a neighbour which must stay as it is. */
final class UnpackFixture implements AutoCloseable {
  static final LayerLimits LIMITS = LayerLimits.DEFAULT;

  private final Path directory;
  private final Path target;
  private final Path canary;
  private LayerNeeds needs = LayerNeeds.NONE;

  private final ByteArrayOutputStream recipe = new ByteArrayOutputStream();
  private Digest diffId = Digest.sha256(new byte[0]);

  UnpackFixture(Path directory) throws IOException {
    this.directory = directory;
    this.target = Files.createDirectory(directory.resolve("layer"));
    this.canary = Files.createDirectory(directory.resolve("canary"));
    Files.writeString(canary.resolve("file"), "precious");
  }

  Path target() {
    return target;
  }

  /** Outside: its content is one file, named "file", with "precious" in it. */
  Path canary() {
    return canary;
  }

  AppliedLayer unpack(TarEntry... entries) {
    return unpack(TestLayer.plain(TarEntry.archive(entries)), LIMITS);
  }

  AppliedLayer unpack(TestLayer layer, LayerLimits limits) {
    recipe.reset();
    diffId = layer.diffId();
    LayerBlob blob = new LayerBlob(layer.descriptor(), layer.diffId(), layer.compression());
    UnpackedLayer unpacked =
        new LayerUnpacker(limits)
            .unpack(blob, new ByteArrayInputStream(layer.blob()), target, recipe);
    needs = unpacked.needs();
    return unpacked.content();
  }

  /** Of the layer that was unpacked last. */
  Digest diffId() {
    return diffId;
  }

  /** Of the layer that was unpacked last. */
  byte[] recipe() {
    return recipe.toByteArray();
  }

  /** Of the layer that was unpacked last. */
  LayerNeeds needs() {
    return needs;
  }

  /** For the next layer. */
  void clear() throws IOException {
    UserTree.removeTree(directory, "layer");
    Files.createDirectory(target);
  }

  @Override
  public void close() throws IOException {
    UserTree.removeTree(directory, "layer");
  }
}
