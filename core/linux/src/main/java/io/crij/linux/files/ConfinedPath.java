package io.crij.linux.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path below some root: bytes, since names on Linux need not be UTF-8. Always relative; empty for
 * the root itself. It has no empty and no "." component, but may have ".." ones, which only lookups
 * as a container sees them accept.
 */
public final class ConfinedPath {
  public static final ConfinedPath ROOT = new ConfinedPath(new byte[0]);

  private final byte[] bytes;
  private final int hash;

  private ConfinedPath(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /**
   * Leading, doubled and trailing slashes and "." components are dropped.
   *
   * @throws IllegalArgumentException when there is a NUL in it
   */
  public static ConfinedPath parse(String path) {
    return parse(path.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #parse(String)}, for a name in any encoding. */
  public static ConfinedPath parse(byte[] path) {
    byte[] result = new byte[path.length + 1];
    int length = 0;
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i < path.length && path[i] == 0) {
        throw new IllegalArgumentException("there is a NUL in the path " + ByteText.of(path));
      }
      if (i == path.length || path[i] == '/') {
        int size = i - start;
        if (size > 0 && !(size == 1 && path[start] == '.')) {
          System.arraycopy(path, start, result, length, size);
          length += size;
          result[length++] = '/';
        }
        start = i + 1;
      }
    }
    return length == 0 ? ROOT : new ConfinedPath(Arrays.copyOf(result, length - 1));
  }

  public boolean isRoot() {
    return bytes.length == 0;
  }

  /** The path without its last component; the root's is the root. */
  public ConfinedPath parent() {
    int slash = lastSlash();
    return slash < 0 ? ROOT : new ConfinedPath(Arrays.copyOf(bytes, slash));
  }

  /** The last component, as a path of one; the root's is the root. */
  public ConfinedPath name() {
    int slash = lastSlash();
    return slash < 0 ? this : new ConfinedPath(Arrays.copyOfRange(bytes, slash + 1, bytes.length));
  }

  public ConfinedPath resolve(ConfinedPath below) {
    if (isRoot() || below.isRoot()) {
      return isRoot() ? below : this;
    }
    byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + below.bytes.length);
    joined[bytes.length] = '/';
    System.arraycopy(below.bytes, 0, joined, bytes.length + 1, below.bytes.length);
    return new ConfinedPath(joined);
  }

  public ConfinedPath resolve(String below) {
    return resolve(parse(below));
  }

  /** Whether this is {@code ancestor} or lies below it, by the text of both. */
  public boolean startsWith(ConfinedPath ancestor) {
    int length = ancestor.bytes.length;
    return length == 0
        || (bytes.length >= length
            && Arrays.equals(bytes, 0, length, ancestor.bytes, 0, length)
            && (bytes.length == length || bytes[length] == '/'));
  }

  /** Whether a component is "..". */
  public boolean hasParentReference() {
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '/') {
        if (i - start == 2 && bytes[start] == '.' && bytes[start + 1] == '.') {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  public List<ConfinedPath> components() {
    List<ConfinedPath> result = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= bytes.length && bytes.length > 0; i++) {
      if (i == bytes.length || bytes[i] == '/') {
        result.add(new ConfinedPath(Arrays.copyOfRange(bytes, start, i)));
        start = i + 1;
      }
    }
    return result;
  }

  /** The number of components. */
  public int depth() {
    int slashes = 0;
    for (byte b : bytes) {
      slashes += b == '/' ? 1 : 0;
    }
    return isRoot() ? 0 : slashes + 1;
  }

  /** The length in bytes. */
  public int length() {
    return bytes.length;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** The path as text, when it is UTF-8. */
  public String text() throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** For a system call: with the NUL at the end, "." for the root. */
  byte[] nativeBytes() {
    return isRoot() ? new byte[] {'.', 0} : Arrays.copyOf(bytes, bytes.length + 1);
  }

  private int lastSlash() {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != '/') {
      i--;
    }
    return i;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfinedPath path && Arrays.equals(bytes, path.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** For messages: control characters and bytes that are not UTF-8 are escaped, long paths cut. */
  @Override
  public String toString() {
    return ByteText.of(bytes);
  }
}
