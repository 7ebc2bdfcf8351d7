package io.crij.image.pull;

/** Where a whole image goes: the image store. */
public interface ImageDestination {
  /**
   * Makes the image visible under its names. All its layers are stored.
   *
   * @throws io.crij.operations.failure.Failure when it cannot be recorded; nothing is visible then
   */
  void commit(PulledImage image);
}
