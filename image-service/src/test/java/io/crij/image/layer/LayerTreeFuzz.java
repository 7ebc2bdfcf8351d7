package io.crij.image.layer;

import io.crij.image.fuzz.FuzzTarget;
import io.crij.image.testing.TestLayer;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.operations.failure.FailedPrecondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whole layers into a real directory, with a neighbour that has to stay as it is. For root. */
public final class LayerTreeFuzz implements AutoCloseable {
  private final Path directory;
  private final UnpackFixture fixture;

  /** Unpacks below a directory of its own. */
  public LayerTreeFuzz(Path directory) throws IOException {
    this.directory = directory;
    this.fixture = new UnpackFixture(directory);
  }

  public FuzzTarget target() {
    return new FuzzTarget(
        "layer-tree", LayerSamples.tars(), FuzzTarget.words(LayerFuzz.WORDS), 1, this::unpack);
  }

  private void unpack(byte[] input) throws IOException {
    TestLayer layer = TestLayer.plain(LayerFuzz.mended(input));
    try {
      AppliedLayer applied = fixture.unpack(layer, LayerFuzz.LIMITS);
      if (!applied.replaced()) {
        putTogether();
      }
    } finally {
      fixture.clear();
      requireNeighbour();
    }
  }

  /** The stream that was unpacked can be made again. */
  private void putTogether() throws IOException {
    try (ConfinedDirectory root = ConfinedDirectory.open(fixture.target())) {
      RecipeReplay.write(
          fixture.diffId(),
          new ByteArrayInputStream(fixture.recipe()),
          root,
          OutputStream.nullOutputStream());
    } catch (FailedPrecondition changed) {
      throw new AssertionError("it cannot be put together again", changed);
    }
  }

  private void requireNeighbour() throws IOException {
    try (Stream<Path> beside = Files.list(directory);
        Stream<Path> inside = Files.list(fixture.canary())) {
      FuzzTarget.requireEqual(beside.count(), 2L);
      FuzzTarget.requireEqual(inside.toList(), List.of(fixture.canary().resolve("file")));
    }
    FuzzTarget.requireEqual(Files.readString(fixture.canary().resolve("file")), "precious");
  }

  @Override
  public void close() throws IOException {
    fixture.close();
  }
}
