package io.crij.deploy.image;

import io.crij.cri.v1.Image;
import io.crij.image.operator.v1.ImageSummary;
import io.crij.operations.failure.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What calls to the daemon share: deadlines, and how an image is named. */
final class ImageCalls {
  /** For what is answered from memory. */
  static final Duration SHORT = Duration.ofSeconds(10);

  /** For what waits for the disk. */
  static final Duration DISK = Duration.ofMinutes(5);

  private static final int SHORT_ID = 12;
  private static final int LONGEST_NAME = 300;

  private ImageCalls() {}

  /** The names that people know an image by: tags, or digests where it has none. */
  static List<String> names(ImageSummary image) {
    return names(image.getRepoTagsList(), image.getRepoDigestsList());
  }

  static List<String> names(Image image) {
    return names(image.getRepoTagsList(), image.getRepoDigestsList());
  }

  private static List<String> names(List<String> tags, List<String> digests) {
    List<String> names = tags.isEmpty() ? digests : tags;
    return (names.isEmpty() ? Stream.of("<none>") : names.stream())
        .map(name -> PlainText.of(name, LONGEST_NAME))
        .toList();
  }

  /** The beginning of a digest's hex digits. */
  static String shortId(String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return hex.substring(0, Math.min(SHORT_ID, hex.length()));
  }
}
