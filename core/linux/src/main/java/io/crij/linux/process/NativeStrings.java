package io.crij.linux.process;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A char*[] that ends with NULL, and the strings, in one piece of memory. */
final class NativeStrings implements AutoCloseable {
  private final Memory memory;

  NativeStrings(List<String> strings) {
    List<byte[]> encoded = strings.stream().map(NativeStrings::nulTerminated).toList();
    long table = (encoded.size() + 1L) * Native.POINTER_SIZE;
    this.memory = new Memory(table + encoded.stream().mapToLong(bytes -> bytes.length).sum());
    long position = table;
    for (int i = 0; i < encoded.size(); i++) {
      byte[] bytes = encoded.get(i);
      memory.write(position, bytes, 0, bytes.length);
      memory.setPointer((long) i * Native.POINTER_SIZE, memory.share(position));
      position += bytes.length;
    }
    memory.setPointer((long) encoded.size() * Native.POINTER_SIZE, Pointer.NULL);
  }

  static byte[] nulTerminated(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument or variable of a program has a NUL in it");
    }
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  Pointer pointer() {
    return memory;
  }

  @Override
  public void close() {
    memory.close();
  }
}
