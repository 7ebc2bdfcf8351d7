package io.crij.linux.usage;

import java.util.OptionalLong;

/**
 * Limits that a group has by itself, in bytes; empty for none.
 *
 * @param reservation what is left to it when memory gets short (soft limit; memory.low)
 * @param swap for swap alone
 */
public record MemoryLimits(OptionalLong memory, OptionalLong reservation, OptionalLong swap) {

  /** For memory and swap together; empty when one of them has none. */
  public OptionalLong memoryAndSwap() {
    return memory.isPresent() && swap.isPresent()
        ? OptionalLong.of(memory.getAsLong() + swap.getAsLong())
        : OptionalLong.empty();
  }
}
