package io.crij.image;

import io.crij.image.reference.Digest;
import java.util.List;
import java.util.Optional;

/** The images on the node. Reads answer from memory and never block. */
public interface Images {
  /**
   * The image that a name, tag, digest, id or unambiguous id prefix means.
   *
   * @throws io.crij.operations.failure.InvalidArgument when the text cannot mean any image, or the
   *     prefix fits several
   */
  Optional<ImageView> resolve(String reference);

  /** All images. */
  List<ImageView> list();

  /**
   * Removes an image with all its names; an absent one is removed already. Blocks on storage.
   *
   * @throws io.crij.operations.failure.Failure when its record cannot be removed
   */
  void remove(Digest id);

  /** The space that images take. */
  ImageFileSystem fileSystem();
}
