package io.crij.image.check;

/**
 * What a check has looked at and found.
 *
 * @param layers and blobs of artifacts
 * @param damaged objects that are not as they were stored
 * @param repaired of those
 */
public record CheckSummary(int images, int layers, int findings, int damaged, int repaired) {}
