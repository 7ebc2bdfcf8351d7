package io.crij.runtime.spec;

import java.nio.file.Path;

/**
 * An image volume that is ready to be bound into a container.
 *
 * @param source where it is on the host, in a directory of ours
 * @param imageId the id of its image
 */
public record ImageMount(Path source, String imageId) {}
