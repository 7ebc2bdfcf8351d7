package io.crij.image.reference;

import java.util.List;

/** Names without a registry, which registries.conf may look for at several places. */
public final class ShortName {
  private ShortName() {}

  /**
   * The references that a written name may stand for, in the order to try.
   *
   * @param searchRegistries of registries.conf; when empty a short name means Docker Hub
   * @throws io.crij.operations.failure.InvalidArgument when it is no image name
   */
  public static List<ImageReference> candidates(String text, List<String> searchRegistries) {
    ImageReference normal = ImageReference.parse(text);
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    if (searchRegistries.isEmpty() || ReferenceSyntax.registryOf(name).isPresent()) {
      return List.of(normal);
    }
    return searchRegistries.stream().map(r -> ImageReference.parse(r + "/" + text)).toList();
  }
}
