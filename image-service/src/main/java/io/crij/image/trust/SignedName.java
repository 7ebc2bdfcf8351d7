package io.crij.image.trust;

import io.crij.image.reference.ImageReference;

/**
 * An image's name as a signature or a policy states it: unlike a name to pull, one without a tag
 * stays one without a tag.
 *
 * @param name registry and repository
 * @param whole with tag or digest as written
 * @param nameOnly whether there is neither
 */
record SignedName(String name, String whole, boolean nameOnly) {
  /**
   * Reads a name.
   *
   * @throws io.crij.operations.failure.InvalidArgument when it is no image name
   */
  static SignedName parse(String text) {
    ImageReference reference = ImageReference.parse(text);
    boolean nameOnly = text.indexOf('@') < 0 && text.indexOf(':', text.lastIndexOf('/') + 1) < 0;
    return new SignedName(
        reference.name(), nameOnly ? reference.name() : reference.toString(), nameOnly);
  }
}
