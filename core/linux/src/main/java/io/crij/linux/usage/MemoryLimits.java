package io.crij.linux.usage;

import java.util.OptionalLong;

/**
 * Limits that a group has by itself, in bytes; empty for none.
 *
 * @param swap for swap alone
 */
public record MemoryLimits(OptionalLong memory, OptionalLong swap) {

  /** For memory and swap together; empty when one of them has none. */
  public OptionalLong memoryAndSwap() {
    return memory.isPresent() && swap.isPresent()
        ? OptionalLong.of(memory.getAsLong() + swap.getAsLong())
        : OptionalLong.empty();
  }
}
