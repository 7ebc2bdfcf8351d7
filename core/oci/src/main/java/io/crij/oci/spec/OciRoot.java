package io.crij.oci.spec;

/**
 * {@code root}: the root file system.
 *
 * @param path absolute
 */
public record OciRoot(String path, boolean readonly) {}
