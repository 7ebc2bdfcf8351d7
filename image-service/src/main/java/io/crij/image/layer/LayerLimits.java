package io.crij.image.layer;

/**
 * What one layer may take at most.
 *
 * @param bytes of the unpacked tar stream
 * @param entries of the tar stream, extended headers included
 * @param pathBytes of one path, as long as the kernel takes one
 * @param depth components of one path
 * @param extendedHeaderBytes of one extended header (PAX, GNU long name)
 * @param needsBytes of names of directories without an entry and of links to lower layers
 */
public record LayerLimits(
    long bytes, long entries, int pathBytes, int depth, int extendedHeaderBytes, int needsBytes) {

  public static final LayerLimits DEFAULT =
      new LayerLimits(64L << 30, 4_000_000, 4095, 2048, 1 << 20, 4 << 20);
}
