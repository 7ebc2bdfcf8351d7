package io.crij.image.store;

import io.crij.image.reference.Digest;
import java.nio.file.Path;

/** A blob of an artifact that is whole and on disk, byte for byte as it was pushed. */
record StoredBlob(Digest digest, Path file, long sizeBytes) {}
