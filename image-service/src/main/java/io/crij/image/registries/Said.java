package io.crij.image.registries;

import java.nio.file.Path;

/**
 * A value and the file that says it.
 *
 * @param <T> of the value
 */
public record Said<T>(T value, Path file) {}
