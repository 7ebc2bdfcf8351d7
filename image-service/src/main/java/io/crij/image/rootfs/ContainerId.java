package io.crij.image.rootfs;

import io.crij.operations.failure.InvalidArgument;
import java.util.regex.Pattern;

/** Container ids become names of directories. */
final class ContainerId {
  private static final Pattern SAFE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,127}");

  private ContainerId() {}

  static String require(String id) {
    if (!SAFE.matcher(id).matches()) {
      throw new InvalidArgument(
          "the container id is malformed", "Use the id that CreateContainer gave.");
    }
    return id;
  }
}
