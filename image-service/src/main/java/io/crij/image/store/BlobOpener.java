package io.crij.image.store;

import java.io.IOException;
import java.io.InputStream;

/** Starts the download of a layer blob; called only when the layer is not stored yet. */
@FunctionalInterface
public interface BlobOpener {
  InputStream open() throws IOException;
}
