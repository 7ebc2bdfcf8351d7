package io.crij.image.manifest;

/** How a layer blob is packed, as its media type says. zstd:chunked is read as zstd. */
public enum Compression {
  NONE,
  GZIP,
  ZSTD
}
