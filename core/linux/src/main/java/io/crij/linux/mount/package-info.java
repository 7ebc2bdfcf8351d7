/**
 * Mounts of our own: binds, tmpfs and overlays by the mount API of Linux 5.2, and the mount table.
 * Targets are directories that only root can change, or descriptors.
 */
package io.crij.linux.mount;
