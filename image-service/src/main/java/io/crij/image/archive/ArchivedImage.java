package io.crij.image.archive;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.registry.ServedManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * An image in an archive.
 *
 * @param names that the archive gives it, as written there
 * @param top what stands for the image: its manifest, or the index that it was chosen from
 * @param chosen its manifest
 * @param layers one for each layer of the manifest
 */
record ArchivedImage(
    List<String> names,
    ServedManifest top,
    ServedManifest chosen,
    ImageManifest manifest,
    ImageConfig config,
    List<Content> layers) {

  /** Opens a layer's blob. */
  interface Content {
    InputStream open() throws IOException;
  }

  ArchivedImage {
    names = List.copyOf(names);
    layers = List.copyOf(layers);
  }
}
