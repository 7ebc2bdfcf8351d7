package io.crij.image.layer;

/**
 * One entry of a tar file that is read in place and never unpacked.
 *
 * @param name relative, without empty and "." components; a directory has no slash at its end
 * @param linkTarget of a symbolic or hard link; else empty
 * @param offset of its content in the file
 * @param size of its content
 */
public record ArchiveEntry(String name, Kind kind, String linkTarget, long offset, long size) {
  /** What matters of an entry here. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    HARD_LINK,
    OTHER
  }
}
