package io.crij.image.reference;

import java.util.List;
import java.util.Optional;

/**
 * A name without a registry, which registries.conf may look for at several places.
 *
 * @param name without tag and digest
 * @param selector the tag and digest as written, each with its separator; may be empty
 */
public record ShortName(String name, String selector) {

  /**
   * The parts of a written name; empty when it names its registry.
   *
   * @throws io.crij.operations.failure.InvalidArgument when it is no image name
   */
  public static Optional<ShortName> of(String text) {
    ImageReference.parse(text);
    int at = text.indexOf('@');
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    String name = colon < 0 ? named : named.substring(0, colon);
    return ReferenceSyntax.registryOf(name).isPresent()
        ? Optional.empty()
        : Optional.of(new ShortName(name, text.substring(name.length())));
  }

  /** Whether a name without tag and digest names its registry. */
  public static boolean isFull(String name) {
    return ReferenceSyntax.registryOf(name).isPresent();
  }

  /** The image at a registry, or below a path of it. */
  public ImageReference at(String registry) {
    return ImageReference.parse(registry + "/" + name + selector);
  }

  /** The image whose full name, without tag and digest, is given. */
  public ImageReference as(String fullName) {
    return ImageReference.parse(fullName + selector);
  }

  /**
   * The references that a written name may stand for, in the order to try.
   *
   * @param searchRegistries of registries.conf; when empty a short name means Docker Hub
   * @throws io.crij.operations.failure.InvalidArgument when it is no image name
   */
  public static List<ImageReference> candidates(String text, List<String> searchRegistries) {
    Optional<ShortName> shortName = of(text);
    if (searchRegistries.isEmpty() || shortName.isEmpty()) {
      return List.of(ImageReference.parse(text));
    }
    return searchRegistries.stream().map(shortName.get()::at).toList();
  }
}
