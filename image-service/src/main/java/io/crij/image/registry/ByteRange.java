package io.crij.image.registry;

/**
 * A part of a blob.
 *
 * @param from the first byte's offset
 * @param to the last byte's offset and one
 */
record ByteRange(long from, long to) {
  ByteRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("no bytes from " + from + " to " + to);
    }
  }

  long length() {
    return to - from;
  }

  /** The Range header (RFC 9110, section 14.2). */
  String header() {
    return "bytes=" + from + "-" + (to - 1);
  }

  /** Whether a Content-Range header speaks of a part that begins where this one does. */
  boolean answeredBy(String contentRange) {
    return contentRange.startsWith("bytes " + from + "-");
  }
}
