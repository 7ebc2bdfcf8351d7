package io.crij.runtime.spec;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;

/**
 * One value of a request, with the name that a failure calls it by.
 *
 * @param name as CRI spells it: "working_dir", "mounts[3].host_path"
 */
record Field(String name, String value) {
  /** Linux's longest argument or variable (MAX_ARG_STRLEN), with its end. */
  private static final int LONGEST_TEXT = 128 * 1024 - 1;

  private static final int LONGEST_PATH = 4095;

  InvalidArgument wrong(String problem, String advice) {
    return new InvalidArgument(name + " " + PlainText.quoted(value) + " " + problem, advice);
  }

  /** Text that an argument or a variable can hold. */
  String text() {
    if (value.length() > LONGEST_TEXT) {
      throw wrong("is longer than " + LONGEST_TEXT + " bytes", "Shorten it.");
    }
    if (value.indexOf('\0') >= 0) {
      throw wrong("has a NUL in it", "Remove the NUL.");
    }
    return value;
  }

  /** An absolute path without "..", its doubled and trailing slashes and "." removed. */
  String absolutePath() {
    if (value.isEmpty() || value.charAt(0) != '/') {
      throw wrong("is not an absolute path", "Give a path that begins with '/'.");
    }
    if (value.length() > LONGEST_PATH) {
      throw wrong("is longer than " + LONGEST_PATH + " bytes", "Shorten it.");
    }
    if (hasControlCharacter()) {
      throw wrong("has control characters in it", "Give a path of printable characters.");
    }
    StringBuilder clean = new StringBuilder();
    for (String name : value.split("/", -1)) {
      if (name.equals("..")) {
        throw wrong("has '..' in it", "Give the path without '..'.");
      }
      if (!name.isEmpty() && !name.equals(".")) {
        clean.append('/').append(name);
      }
    }
    return clean.isEmpty() ? "/" : clean.toString();
  }

  boolean hasControlCharacter() {
    return value.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }
}
