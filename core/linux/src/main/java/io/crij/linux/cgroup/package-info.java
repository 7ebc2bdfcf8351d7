/**
 * Control groups, v1 (each controller a hierarchy of its own) and v2 (cgroups(7)). Limits are
 * written by the OCI runtime; here groups are made, filled, emptied, read and removed.
 */
package io.crij.linux.cgroup;
