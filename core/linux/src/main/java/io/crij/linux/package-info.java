/**
 * The kernel: system calls through JNA, namespaces, mounts, cgroups v1 and v2, pidfds, the spawner,
 * and the confined file system layer.
 */
package io.crij.linux;
