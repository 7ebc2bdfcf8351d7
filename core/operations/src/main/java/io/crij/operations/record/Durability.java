package io.crij.operations.record;

/** How sure a change of a record must be. */
public enum Durability {
  /** On the disk before the call returns: for what an answered RPC stands for. */
  SYNCED,
  /** Replaced atomically; may be lost in a power cut, so it must be reconstructible. */
  RENAMED
}
