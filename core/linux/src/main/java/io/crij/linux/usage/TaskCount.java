package io.crij.linux.usage;

import java.util.OptionalLong;

/**
 * Tasks of a group and those below it, and how many it may have.
 *
 * @param limit empty for none
 */
public record TaskCount(long threads, OptionalLong limit) {}
