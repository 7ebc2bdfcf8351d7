package io.crij.image.rpc;

import io.crij.image.ImageFileSystem;
import io.crij.image.ImageLookup;
import io.crij.image.ImageView;
import io.crij.image.Images;
import io.crij.image.reference.Digest;
import io.crij.image.reference.ShortName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Images in memory. */
final class FakeImages implements Images {
  final List<ImageView> all = new CopyOnWriteArrayList<>();
  private final ImageLookup lookup = new ImageLookup(text -> ShortName.candidates(text, List.of()));

  @Override
  public Optional<ImageView> resolve(String reference) {
    return lookup.find(reference, all);
  }

  @Override
  public List<ImageView> list() {
    return List.copyOf(all);
  }

  @Override
  public void remove(Digest id) {
    all.removeIf(image -> image.id().equals(id));
  }

  @Override
  public ImageFileSystem fileSystem() {
    return new ImageFileSystem(
        Path.of("/var/lib/crij"), 4096, 7, Instant.ofEpochSecond(1_800_000_000L, 5));
  }
}
