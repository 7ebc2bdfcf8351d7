package io.crij.image.rootfs;

import io.crij.image.reference.Digest;
import java.nio.file.Path;

/**
 * The writable root file system of a container.
 *
 * @param merged where it is mounted
 * @param upper what the container changed; content that is not trusted
 */
public record RootFilesystem(String containerId, Digest imageId, Path merged, Path upper) {}
