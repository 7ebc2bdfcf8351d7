package io.crij.operations.record;

import java.nio.file.Path;

/** What loading a record found. */
public sealed interface Loaded<T> {
  /**
   * @param bootId boot during which the record was written
   */
  record Present<T>(T value, String bootId) implements Loaded<T> {}

  record Absent<T>() implements Loaded<T> {}

  /**
   * The file has no valid record; it is kept under another name.
   *
   * @param movedTo where it is now
   */
  record Unreadable<T>(Path movedTo, String why) implements Loaded<T> {}
}
