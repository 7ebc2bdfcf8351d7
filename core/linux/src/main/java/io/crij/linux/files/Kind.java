package io.crij.linux.files;

/** How a lookup opens what it finds. */
public enum Kind {
  /** Any object, pinned only (O_PATH): nothing of it is opened, no device is touched. */
  OBJECT,
  /** A directory, readable. */
  DIRECTORY,
  /** A regular file, readable. */
  REGULAR
}
