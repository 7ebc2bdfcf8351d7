package io.crij.linux.files;

import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** getdents64(2), block by block: a directory of any width needs the memory of one block. */
final class DirectoryReader {
  private static final int BLOCK = 32 * 1024;
  private static final int OFFSET_LENGTH = 16;
  private static final int OFFSET_TYPE = 18;
  private static final int OFFSET_NAME = 19;

  private final Fd directory;
  private final String object;
  private final Deque<DirectoryEntry> pending = new ArrayDeque<>();

  /** {@code directory} is open for reading and stays the caller's. */
  DirectoryReader(Fd directory, String object) {
    this.directory = directory;
    this.object = object;
  }

  /** The next entry other than "." and "..", empty at the end. */
  Optional<DirectoryEntry> next() throws KernelException {
    while (pending.isEmpty()) {
      if (!readBlock()) {
        return Optional.empty();
      }
    }
    return Optional.of(pending.removeFirst());
  }

  private boolean readBlock() throws KernelException {
    PlatformThread.require();
    byte[] block = new byte[BLOCK];
    long length = FileCalls.getdents64(directory.number(), block, block.length);
    if (length < 0) {
      throw KernelException.last("getdents64", object);
    }
    ByteBuffer entries = ByteBuffer.wrap(block).order(ByteOrder.nativeOrder());
    for (int start = 0; start < length; start += entries.getShort(start + OFFSET_LENGTH)) {
      int nameStart = start + OFFSET_NAME;
      int nameEnd = nameStart;
      while (block[nameEnd] != 0) {
        nameEnd++;
      }
      byte[] name = Arrays.copyOfRange(block, nameStart, nameEnd);
      if (!isDots(name)) {
        FileType type = FileType.ofEntry(block[start + OFFSET_TYPE]);
        pending.add(new DirectoryEntry(ConfinedPath.parse(name), type));
      }
    }
    return length > 0;
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }
}
