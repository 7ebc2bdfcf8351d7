package io.crij.image;

import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.InvalidArgument;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds the image that a text means: a full id, then the digest of an index or a manifest, then a
 * name, then an unambiguous id prefix.
 */
public final class ImageLookup {
  private static final Pattern ID = Pattern.compile("(sha256:)?([0-9a-f]{3,64})");
  private static final int FULL_ID = 64;
  private static final int SHOWN = 12;

  private final Function<String, List<ImageReference>> candidates;

  /**
   * Makes a lookup.
   *
   * @param candidates the references that a name as written may stand for
   */
  public ImageLookup(Function<String, List<ImageReference>> candidates) {
    this.candidates = candidates;
  }

  /**
   * Looks among these images.
   *
   * @throws InvalidArgument when the text is neither name nor id, or the prefix fits several
   */
  public Optional<ImageView> find(String text, List<ImageView> images) {
    Optional<Digest> digest = Digest.tryParse(text);
    if (digest.isPresent()) {
      return byDigest(digest.get(), images);
    }
    Optional<String> hex =
        Optional.of(ID.matcher(text)).filter(m -> m.matches()).map(m -> m.group(2));
    if (hex.isPresent() && (hex.get().length() == FULL_ID || text.contains(":"))) {
      return byPrefix(hex.get(), images);
    }
    for (ImageReference reference : candidates.apply(text)) {
      Optional<ImageView> named =
          images.stream().filter(image -> image.isNamed(reference)).findFirst();
      if (named.isPresent()) {
        return named;
      }
    }
    return hex.flatMap(prefix -> byPrefix(prefix, images));
  }

  private static Optional<ImageView> byDigest(Digest digest, List<ImageView> images) {
    return images.stream()
        .filter(image -> image.id().equals(digest))
        .findFirst()
        .or(() -> images.stream().filter(image -> image.hasDigest(digest)).findFirst());
  }

  private static Optional<ImageView> byPrefix(String prefix, List<ImageView> images) {
    List<ImageView> found =
        images.stream().filter(image -> image.id().hex().startsWith(prefix)).toList();
    if (found.size() > 1) {
      String ids =
          String.join(
              ", ", found.stream().map(image -> image.id().hex().substring(0, SHOWN)).toList());
      throw new InvalidArgument(
          "image id prefix " + prefix + " fits several images: " + ids, "Give more of the id.");
    }
    return found.stream().findFirst();
  }
}
