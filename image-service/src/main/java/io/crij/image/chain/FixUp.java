package io.crij.image.chain;

/**
 * A fix-up layer as it was made.
 *
 * @param inodes in it; 0 when the chain needs none
 * @param bytes of content that was copied into it
 * @param inPlace whether it also has its place directly above its layer when more layers follow: it
 *     holds more than directories
 */
public record FixUp(long inodes, long bytes, boolean inPlace) {
  public static final FixUp NONE = new FixUp(0, 0, false);
}
