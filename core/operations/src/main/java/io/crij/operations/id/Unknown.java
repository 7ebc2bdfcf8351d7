package io.crij.operations.id;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.PlainText;

/** The one form in which an object is told to be missing, or not told apart from others. */
public final class Unknown {
  private Unknown() {}

  /**
   * @param kind as messages name it: "container"
   * @param list the call that shows those there are
   */
  public static NotFound object(String kind, String id, String list) {
    return new NotFound(
        "there is no " + kind + " " + PlainText.quoted(id), list + " shows those there are.");
  }

  static InvalidArgument empty() {
    return new InvalidArgument("the id is empty", "Give an id or the beginning of one.");
  }

  static InvalidArgument ambiguous(String prefix) {
    return new InvalidArgument(
        "several ids begin with " + PlainText.quoted(prefix), "Give more characters of the id.");
  }
}
