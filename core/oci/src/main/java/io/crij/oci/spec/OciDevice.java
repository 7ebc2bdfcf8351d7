package io.crij.oci.spec;

/**
 * One of {@code linux.devices}: a node to make.
 *
 * @param type "c", "b" or "p"
 * @param fileMode permission bits
 */
public record OciDevice(
    String path, String type, long major, long minor, int fileMode, long uid, long gid) {}
