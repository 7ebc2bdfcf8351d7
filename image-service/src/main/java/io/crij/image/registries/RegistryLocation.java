package io.crij.image.registries;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.regex.Pattern;

/**
 * A registry, or a part of one, as registries.conf writes it: {@code host[:port][/path]}; as a
 * prefix also {@code *.domain}.
 */
record RegistryLocation(String text) {
  private static final Pattern ALLOWED =
      Pattern.compile("(\\*\\.)?[a-zA-Z0-9\\[][a-zA-Z0-9.:\\[\\]-]*(/[a-z0-9][a-z0-9._/-]*)?");

  RegistryLocation {
    if (text.length() > 255 || text.endsWith("/") || !ALLOWED.matcher(text).matches()) {
      throw new InvalidArgument(
          "\"" + PlainText.of(text, 80) + "\" is not a registry location",
          "Write host[:port][/path] without a scheme.");
    }
  }

  /** How many characters of an image's name this prefix covers; -1 when it does not match. */
  int matched(String name) {
    int length = text.length();
    int offset = 0;
    if (text.startsWith("*.")) {
      String suffix = text.substring(1);
      offset = name.indexOf(suffix);
      length = suffix.length();
      // The wildcard stands for host labels, never for a part of the path.
      if (offset <= 0 || name.substring(0, offset).indexOf('/') >= 0) {
        return -1;
      }
    } else if (!name.startsWith(text)) {
      return -1;
    }
    int end = offset + length;
    return end == name.length() || "/:@".indexOf(name.charAt(end)) >= 0 ? end : -1;
  }

  /** The reference with the first {@code covered} characters of its name replaced by this. */
  ImageReference rewrite(ImageReference reference, int covered) {
    String name = text + reference.name().substring(Math.min(covered, reference.name().length()));
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw new InvalidArgument(
          "registries.conf sends " + reference + " to " + text + ", which names no repository",
          "Correct the prefix or the location.");
    }
    return reference.at(name.substring(0, slash), name.substring(slash + 1));
  }
}
