package io.crij.image;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Images that garbage collection leaves alone, by patterns as in crio.conf: a whole name, a prefix
 * with "*" at its end, or a part with "*" at both ends. Upper and lower case are the same.
 */
public final class PinnedImages {
  public static final PinnedImages NONE = new PinnedImages(List.of());

  private final List<Predicate<String>> patterns;

  private PinnedImages(List<Predicate<String>> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /**
   * Reads patterns.
   *
   * @throws InvalidArgument when one has a "*" elsewhere or says nothing
   */
  public static PinnedImages of(List<String> patterns) {
    return new PinnedImages(patterns.stream().map(PinnedImages::pattern).toList());
  }

  private static Predicate<String> pattern(String written) {
    String text = written.toLowerCase(Locale.ROOT);
    boolean openEnd = text.endsWith("*");
    boolean openStart = text.startsWith("*") && text.length() > 1;
    String part = text.substring(openStart ? 1 : 0, text.length() - (openEnd ? 1 : 0));
    if (part.isEmpty() || part.contains("*") || (openStart && !openEnd)) {
      throw new InvalidArgument(
          "the pattern " + PlainText.quoted(written) + " of pinned images is none",
          "Write a name, name* or *part*.");
    }
    if (openStart) {
      return name -> name.contains(part);
    }
    return openEnd ? name -> name.startsWith(part) : exactly(part);
  }

  private static Predicate<String> exactly(String name) {
    String full = fullName(name);
    return found -> found.equals(name) || found.equals(full);
  }

  /** Also for short names; what is no name can still be an id. */
  private static String fullName(String name) {
    try {
      return ImageReference.parse(name).toString();
    } catch (InvalidArgument noName) {
      return name;
    }
  }

  /** Whether an image with these names is pinned. */
  public boolean pins(Stream<String> names) {
    return names
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> patterns.stream().anyMatch(pattern -> pattern.test(name)));
  }
}
