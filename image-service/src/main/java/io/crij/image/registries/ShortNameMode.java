package io.crij.image.registries;

import java.util.Locale;
import java.util.Optional;

/**
 * What a short name without an alias means when several registries are to be searched ({@code
 * short-name-mode}). A daemon has nobody to ask, so that permissive and disabled are alike.
 */
public enum ShortNameMode {
  /** It is refused: whoever has the name at an earlier registry would win. */
  ENFORCING,
  /** The registries are tried in order. */
  PERMISSIVE,
  /** The registries are tried in order. */
  DISABLED;

  /** The mode that a word stands for. */
  public static Optional<ShortNameMode> of(String word) {
    for (ShortNameMode mode : values()) {
      if (mode.word().equals(word)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** As it stands in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
