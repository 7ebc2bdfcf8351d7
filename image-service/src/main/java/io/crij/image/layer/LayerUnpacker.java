package io.crij.image.layer;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ParentLinks;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Unpacks a layer in one pass: download and digest of the packed bytes on one thread, decompression
 * on another, diffID and files on the caller's. An interrupt of the caller ends all three.
 */
public final class LayerUnpacker {
  /** Files come directory by directory mostly; links need two at a time. */
  private static final int KEPT_DIRECTORIES = 16;

  /** Room for the headers of a million files; a layer that needs more is pulled, not exported. */
  private static final long RECIPE_BYTES = 64L << 20;

  private final LayerLimits limits;

  public LayerUnpacker(LayerLimits limits) {
    this.limits = limits;
  }

  /**
   * Unpacks into an empty directory of ours. Closes {@code in}. After a failure the caller removes
   * what is there.
   *
   * @throws Failure InvalidArgument for a bad layer, FailedPrecondition for bytes that are not the
   *     ones announced, ResourceExhausted for too many or a full disk
   */
  public UnpackedLayer unpack(LayerBlob blob, InputStream in, Path directory) {
    return unpack(blob, in, directory, OutputStream.nullOutputStream());
  }

  /**
   * As the other, with what {@link RecipeReplay} needs written to {@code recipe}, which is closed.
   */
  public UnpackedLayer unpack(LayerBlob blob, InputStream in, Path directory, OutputStream recipe) {
    try (InputStream source = in;
        ReadAhead packed =
            ReadAhead.start(
                "layer blob " + blob.descriptor().digest(),
                new VerifiedBlob(blob.descriptor(), source),
                ReadAhead.Closing.WAKES_READER)) {
      if (blob.descriptor().size() > limits.bytes()) {
        throw BadLayer.tooMuch("bytes to fetch", limits.bytes());
      }
      try {
        return unpack(blob, packed, directory, recipe);
      } catch (InvalidArgument bad) {
        // Damage on the way is the better reason, and another endpoint may have it whole.
        checkBlob(packed, bad);
        throw bad;
      }
    } catch (IOException e) {
      throw Failure.wrap("layer " + blob.descriptor().digest() + " was not unpacked", e);
    }
  }

  private static void checkBlob(ReadAhead packed, InvalidArgument bad) {
    try {
      packed.drain();
    } catch (Failure damaged) {
      damaged.addSuppressed(bad);
      throw damaged;
    }
  }

  private UnpackedLayer unpack(
      LayerBlob blob, ReadAhead packed, Path directory, OutputStream target) throws IOException {
    try (LayerRecipe recipe = new LayerRecipe(target, RECIPE_BYTES);
        TarStream tar = new TarStream(blob, packed, limits.bytes(), recipe);
        ConfinedDirectory root =
            ConfinedDirectory.open(directory, ParentLinks.FOLLOW_IN_ROOT, KEPT_DIRECTORIES)) {
      UnpackedLayer unpacked =
          new LayerApplier(root, new LayerTar(tar, limits), limits, recipe).apply();
      tar.finish();
      recipe.finish();
      packed.drain();
      if (unpacked.content().replaced()) {
        unpacked = unpacked.counted(TreeCount.of(root));
      }
      root.syncFileSystem();
      return unpacked;
    }
  }
}
