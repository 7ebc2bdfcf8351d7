package io.crij.linux.usage;

import java.util.OptionalLong;

/**
 * Huge pages of one size that a group uses, in bytes.
 *
 * @param size as the kernel's files have it: "2MB"
 * @param peak empty on v2
 */
public record HugePages(String size, long usage, OptionalLong peak) {}
