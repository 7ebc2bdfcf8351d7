package io.crij.image.layer;

import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.ObjectAttributes;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of a layer's tar stream, its path checked.
 *
 * @param linkTarget of a symbolic or hard link; else empty
 * @param size bytes of content in the stream, 0 for all but files
 * @param sparse where they go, when that is not one after the other
 */
record LayerEntry(
    Kind kind,
    ConfinedPath path,
    byte[] linkTarget,
    ObjectAttributes attributes,
    Map<String, byte[]> xattrs,
    long size,
    Optional<SparseMap> sparse) {

  enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    HARD_LINK,
    FIFO,
    DEVICE
  }
}
