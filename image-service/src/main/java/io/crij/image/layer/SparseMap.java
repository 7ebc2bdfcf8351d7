package io.crij.image.layer;

import java.util.List;

/**
 * Where the bytes of a sparse file go; the rest of it is holes.
 *
 * @param size of the file
 * @param extents in order, none overlapping another
 */
record SparseMap(long size, List<Extent> extents) {
  /** A run of {@code length} bytes at {@code offset}. */
  record Extent(long offset, long length) {}

  SparseMap {
    extents = List.copyOf(extents);
    long end = 0;
    for (Extent extent : extents) {
      boolean inOrder = extent.offset() >= end && extent.length() >= 0;
      if (!inOrder || extent.length() > size || extent.offset() > size - extent.length()) {
        throw BadLayer.malformed("the map of a sparse file contradicts itself");
      }
      end = extent.offset() + extent.length();
    }
  }

  /** Bytes that the archive holds of it. */
  long stored() {
    return extents.stream().mapToLong(Extent::length).sum();
  }
}
