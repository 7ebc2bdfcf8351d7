package io.crij.runtime.spec;

import java.util.Optional;

/**
 * A volume that the request asked for; none of our own mounts. Storable as JSON.
 *
 * @param containerPath as requested
 * @param hostPath as requested, links unresolved; of an image volume the image's name
 * @param source where {@code hostPath} leads; what the OCI runtime mounts
 * @param sourceDevice file system of the source when the specification was built (stx_dev)
 * @param sourceInode inode of the source then: what is mounted in the end must be the same object
 * @param imageId of an image volume: the id of its image
 */
public record ContainerMount(
    String containerPath,
    String hostPath,
    boolean readonly,
    boolean recursiveReadonly,
    boolean selinuxRelabel,
    Propagation propagation,
    String source,
    long sourceDevice,
    long sourceInode,
    Optional<String> imageId) {}
