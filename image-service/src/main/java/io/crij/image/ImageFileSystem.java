package io.crij.image;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What the images take of the file system that holds them, by their records.
 *
 * @param measured when the figures were true
 */
public record ImageFileSystem(Path mountPoint, long usedBytes, long usedInodes, Instant measured) {}
