package io.crij.image.check;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that a check of the stores has found.
 *
 * @param object its id or path
 * @param what is wrong with it
 * @param repair what was done about it; empty when nothing was
 */
public record Finding(
    Severity severity, Kind kind, String object, String what, Optional<String> repair) {

  /** How bad it is. */
  public enum Severity {
    /** It takes space and does no harm. */
    NOTE,
    /** Something is not as it was stored. */
    DAMAGE;

    /** As answers and reports have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What was looked at. */
  public enum Kind {
    IMAGE,
    LAYER,
    BLOB,
    ORPHAN;

    /** As answers and reports have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding damage(Kind kind, String object, String what) {
    return new Finding(Severity.DAMAGE, kind, object, what, Optional.empty());
  }

  static Finding orphan(String object, String what) {
    return new Finding(Severity.NOTE, Kind.ORPHAN, object, what, Optional.empty());
  }

  Finding repaired(String how) {
    return new Finding(severity, kind, object, what, Optional.of(how));
  }
}
