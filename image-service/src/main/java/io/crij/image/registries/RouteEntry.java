package io.crij.image.registries;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One stop on the way to an image.
 *
 * @param source the file that says so; empty when nothing but the image's name does
 * @param why in a few words: {@code mirror of docker.io}
 */
public record RouteEntry(Endpoint endpoint, Optional<Path> source, String why) {}
