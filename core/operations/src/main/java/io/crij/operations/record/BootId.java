package io.crij.operations.record;

import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Identity of the running kernel's boot: kernel objects in a record of another boot are gone. */
public final class BootId {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  public static String current() {
    try {
      return Files.readString(FILE).strip();
    } catch (IOException e) {
      throw Failure.wrap("cannot read the boot id from " + FILE, e);
    }
  }
}
