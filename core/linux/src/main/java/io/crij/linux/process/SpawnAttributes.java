package io.crij.linux.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.crij.linux.errno.KernelException;

/**
 * posix_spawnattr_t of every child: all signals at their default, none blocked (a JVM blocks and
 * ignores some), and a session of its own, whose process group can be killed as a whole.
 */
final class SpawnAttributes implements AutoCloseable {
  /** glibc's is 336 bytes. */
  private static final int SIZE = 1024;

  private static final int SIGNAL_SET_SIZE = 128;
  private static final byte EVERY_BIT = (byte) 0xff;
  private static final short FLAGS =
      ProcessCalls.POSIX_SPAWN_SETSIGDEF
          | ProcessCalls.POSIX_SPAWN_SETSIGMASK
          | ProcessCalls.POSIX_SPAWN_SETSID;

  private final Memory attributes = new Memory(SIZE);

  SpawnAttributes() throws KernelException {
    attributes.clear();
    Spawn.check("posix_spawnattr_init", ProcessCalls.posix_spawnattr_init(attributes));
    try (Memory signals = new Memory(SIGNAL_SET_SIZE)) {
      signals.setMemory(0, SIGNAL_SET_SIZE, EVERY_BIT);
      Spawn.check(
          "posix_spawnattr_setsigdefault",
          ProcessCalls.posix_spawnattr_setsigdefault(attributes, signals));
      signals.clear();
      Spawn.check(
          "posix_spawnattr_setsigmask",
          ProcessCalls.posix_spawnattr_setsigmask(attributes, signals));
    }
    Spawn.check(
        "posix_spawnattr_setflags", ProcessCalls.posix_spawnattr_setflags(attributes, FLAGS));
  }

  Pointer pointer() {
    return attributes;
  }

  @Override
  public void close() {
    // glibc's always returns 0.
    ProcessCalls.posix_spawnattr_destroy(attributes);
    attributes.close();
  }
}
