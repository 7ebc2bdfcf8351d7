package io.crij.image.layer;

/**
 * What an unpacked layer turned out to be.
 *
 * @param bytes of content that its files hold on disk; holes of sparse files take none
 * @param inodes that were made
 * @param leftOutDevices device nodes that were not made
 * @param ignoredXattrs extended attributes that were not set
 * @param needs how many things in it depend on the layers below ({@link LayerNeeds})
 * @param rootListed whether its root directory has an entry, and so owner, mode and all the rest
 * @param opaqueRoot whether it hides everything below it
 * @param replaced whether a later entry took the place of an earlier one, so that the tar stream
 *     has content that the tree has not
 */
public record AppliedLayer(
    long bytes,
    long inodes,
    long leftOutDevices,
    long ignoredXattrs,
    long needs,
    boolean rootListed,
    boolean opaqueRoot,
    boolean replaced) {}
