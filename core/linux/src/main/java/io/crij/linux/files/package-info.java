/**
 * The confined file system layer: the only way to hostile trees (image content, container root file
 * systems, volumes, log directories). Everything works on directory descriptors; the kernel itself
 * (openat2(2), Linux 5.6 or later) keeps each path beneath its root.
 */
package io.crij.linux.files;
