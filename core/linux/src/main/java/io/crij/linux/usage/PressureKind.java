package io.crij.linux.usage;

/** What tasks can wait for (psi.rst of the kernel). */
public enum PressureKind {
  CPU("cpu.pressure"),
  MEMORY("memory.pressure"),
  IO("io.pressure");

  private final String file;

  PressureKind(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }
}
