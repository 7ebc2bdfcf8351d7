package io.crij.oci.runtime;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers that a version begins with. */
record RuntimeVersion(int major, int minor, int patch) implements Comparable<RuntimeVersion> {
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

  private static final Comparator<RuntimeVersion> ORDER =
      Comparator.comparingInt(RuntimeVersion::major)
          .thenComparingInt(RuntimeVersion::minor)
          .thenComparingInt(RuntimeVersion::patch);

  static Optional<RuntimeVersion> parse(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String patch = matcher.group(3);
    return Optional.of(
        new RuntimeVersion(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            patch == null ? 0 : Integer.parseInt(patch)));
  }

  @Override
  public int compareTo(RuntimeVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
