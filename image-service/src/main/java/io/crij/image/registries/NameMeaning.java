package io.crij.image.registries;

import io.crij.image.reference.ImageReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a written name stands for.
 *
 * @param source the file that says so; empty when nothing but the name does
 * @param why in a few words
 */
public record NameMeaning(ImageReference reference, Optional<Path> source, String why) {}
