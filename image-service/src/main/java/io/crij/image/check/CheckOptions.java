package io.crij.image.check;

/**
 * How to check.
 *
 * @param deep whether to read all content and compare it with checksums and digests
 * @param repair whether to move aside what is damaged, pull it again, and remove orphans
 */
public record CheckOptions(boolean deep, boolean repair) {}
