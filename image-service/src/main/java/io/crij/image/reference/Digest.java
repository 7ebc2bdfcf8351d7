package io.crij.image.reference;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A content digest, {@code algorithm:hex} with lower-case hex digits of exactly the algorithm's
 * length. The only way to make a blob's URL or path.
 */
public record Digest(DigestAlgorithm algorithm, String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final int SHOWN = 80;

  public Digest {
    if (hex.length() != algorithm.hexLength() || !HEX.matcher(hex).matches()) {
      throw refused(algorithm.label() + ":" + hex);
    }
  }

  /**
   * Reads {@code sha256:<64 hex>} or {@code sha512:<128 hex>}.
   *
   * @throws InvalidArgument for anything else
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon > 0) {
      for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
        if (algorithm.label().equals(text.substring(0, colon))) {
          return new Digest(algorithm, text.substring(colon + 1));
        }
      }
    }
    throw refused(text);
  }

  /** Like {@link #parse}, for texts that may be something else. */
  public static Optional<Digest> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (InvalidArgument e) {
      return Optional.empty();
    }
  }

  public static Digest sha256(byte[] content) {
    Hasher hasher = DigestAlgorithm.SHA256.hasher();
    hasher.update(content, 0, content.length);
    return hasher.digest();
  }

  /** Whether the content has this digest. */
  public boolean matches(byte[] content) {
    Hasher hasher = algorithm.hasher();
    hasher.update(content, 0, content.length);
    return hasher.digest().equals(this);
  }

  @Override
  public String toString() {
    return algorithm.label() + ":" + hex;
  }

  private static InvalidArgument refused(String text) {
    return new InvalidArgument(
        "\"" + PlainText.of(text, SHOWN) + "\" is not a digest",
        "Write sha256: with 64, or sha512: with 128 lower-case hex digits.");
  }
}
