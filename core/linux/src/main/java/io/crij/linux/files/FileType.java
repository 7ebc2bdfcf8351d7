package io.crij.linux.files;

/** The type of a file, with its S_IF bits (inode(7)). */
public enum FileType {
  REGULAR(0x8000),
  DIRECTORY(0x4000),
  SYMLINK(0xa000),
  CHARACTER_DEVICE(0x2000),
  BLOCK_DEVICE(0x6000),
  FIFO(0x1000),
  SOCKET(0xc000),
  UNKNOWN(0);

  private static final int MASK = 0xf000;

  private final int bits;

  FileType(int bits) {
    this.bits = bits;
  }

  int bits() {
    return bits;
  }

  static FileType ofMode(int mode) {
    for (FileType type : values()) {
      if (type.bits == (mode & MASK)) {
        return type;
      }
    }
    return UNKNOWN;
  }

  /** From d_type of getdents64(2), which is the mode's type shifted. */
  static FileType ofEntry(int entryType) {
    return ofMode(entryType << 12);
  }
}
