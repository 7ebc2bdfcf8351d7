package io.crij.image.layer;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What extended headers say of the entry that follows them. Names and values stay bytes: they need
 * not be text.
 */
record ExtendedHeader(
    Optional<byte[]> path,
    Optional<byte[]> linkPath,
    Optional<Long> uid,
    Optional<Long> gid,
    Optional<Long> size,
    Optional<Instant> mtime,
    Map<String, byte[]> xattrs,
    Optional<SparseRecords> sparse) {

  static final ExtendedHeader NONE =
      new ExtendedHeader(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Optional.empty());

  ExtendedHeader withPath(byte[] longName) {
    return new ExtendedHeader(
        Optional.of(longName), linkPath, uid, gid, size, mtime, xattrs, sparse);
  }

  ExtendedHeader withLinkPath(byte[] longName) {
    return new ExtendedHeader(path, Optional.of(longName), uid, gid, size, mtime, xattrs, sparse);
  }

  /** With what a PAX header says; its names win over those here. */
  ExtendedHeader withPax(ExtendedHeader pax) {
    return new ExtendedHeader(
        pax.path.or(() -> path),
        pax.linkPath.or(() -> linkPath),
        pax.uid,
        pax.gid,
        pax.size,
        pax.mtime,
        pax.xattrs,
        pax.sparse);
  }
}
