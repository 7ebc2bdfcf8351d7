package io.crij.image.layer;

import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.ObjectAttributes;
import java.util.Map;

/**
 * One entry of a layer's tar stream, its path checked.
 *
 * @param linkTarget of a symbolic or hard link; else empty
 * @param size bytes of content, 0 for all but files
 */
record LayerEntry(
    Kind kind,
    ConfinedPath path,
    byte[] linkTarget,
    ObjectAttributes attributes,
    Map<String, byte[]> xattrs,
    long size) {

  enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    HARD_LINK,
    FIFO,
    DEVICE
  }
}
