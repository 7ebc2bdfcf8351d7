package io.crij.image.archive;

import java.util.ArrayDeque;
import java.util.Deque;

/** Names of entries of an archive, as texts: they are looked up in a table and are never paths. */
final class EntryNames {
  private EntryNames() {}

  /** Where a symbolic link of this name leads. */
  static String resolve(String link, String target) {
    int slash = link.lastIndexOf('/');
    return target.startsWith("/") || slash < 0
        ? normal(target)
        : normal(link.substring(0, slash) + "/" + target);
  }

  /** Without empty and "." components; ".." takes one away, and at the top nothing. */
  static String normal(String name) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
