package io.crij.image.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * An entry of a tar stream, byte by byte, so that it may be as wrong as a test wants. A ustar
 * header; what does not fit into it is said in a PAX header before it.
 */
public final class TarEntry {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int LINK = 157;

  private final byte[] header = new byte[BLOCK];
  private final byte[] content;
  private final ByteArrayOutputStream pax = new ByteArrayOutputStream();
  private final ByteArrayOutputStream before = new ByteArrayOutputStream();

  private TarEntry(char type, byte[] name, byte[] link, byte[] content) {
    this.content = content;
    put(257, "ustar\0" + "00");
    header[156] = (byte) type;
    name("path", 0, name);
    name("linkpath", LINK, link);
    mode(type == '5' ? 0755 : 0644).owner(0, 0).mtime(Instant.ofEpochSecond(1_000_000_000));
    number(124, 12, content.length);
  }

  public static TarEntry file(String name, String content) {
    return file(bytes(name), content);
  }

  public static TarEntry file(byte[] name, String content) {
    return new TarEntry('0', name, new byte[0], bytes(content));
  }

  public static TarEntry file(String name, byte[] content) {
    return new TarEntry('0', bytes(name), new byte[0], content);
  }

  public static TarEntry directory(String name) {
    return new TarEntry('5', bytes(name), new byte[0], new byte[0]);
  }

  public static TarEntry symlink(String name, String target) {
    return new TarEntry('2', bytes(name), bytes(target), new byte[0]);
  }

  public static TarEntry hardLink(String name, String target) {
    return new TarEntry('1', bytes(name), bytes(target), new byte[0]);
  }

  public static TarEntry fifo(String name) {
    return new TarEntry('6', bytes(name), new byte[0], new byte[0]);
  }

  public static TarEntry ofType(char type, String name, byte[] content) {
    return new TarEntry(type, bytes(name), new byte[0], content);
  }

  /** A character ('3') or block ('4') device. */
  public static TarEntry device(char type, String name, long major, long minor) {
    TarEntry device = new TarEntry(type, bytes(name), new byte[0], new byte[0]);
    device.number(329, 8, major);
    device.number(337, 8, minor);
    return device;
  }

  public TarEntry mode(int mode) {
    return number(100, 8, mode);
  }

  public TarEntry owner(long uid, long gid) {
    return number(108, 8, uid).number(116, 8, gid);
  }

  public TarEntry mtime(Instant time) {
    return number(136, 12, time.getEpochSecond());
  }

  /** Any bytes at any place of the header; the checksum stays right. */
  public TarEntry put(int offset, String text) {
    byte[] value = bytes(text);
    System.arraycopy(value, 0, header, offset, value.length);
    return this;
  }

  public TarEntry pax(String key, String value) {
    return pax(key, bytes(value));
  }

  public TarEntry pax(String key, byte[] value) {
    int body = bytes(key).length + value.length + 3;
    int length = body + String.valueOf(body).length();
    length = body + String.valueOf(length).length();
    pax.writeBytes(bytes(length + " " + key + "="));
    pax.writeBytes(value);
    pax.write('\n');
    return this;
  }

  /** A whole entry, such as another extended header, between the PAX header and this one. */
  public TarEntry after(TarEntry other) {
    before.writeBytes(other.bytes());
    return this;
  }

  public TarEntry xattr(String name, byte[] value) {
    return pax("SCHILY.xattr." + name, value);
  }

  /** With the end of the archive. */
  public static byte[] archive(TarEntry... entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(entries).forEach(entry -> out.writeBytes(entry.bytes()));
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (pax.size() > 0) {
      out.writeBytes(ofType('x', "pax", pax.toByteArray()).bytes());
    }
    out.writeBytes(before.toByteArray());
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(148, "%06o\0 ".formatted(sum));
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return out.toByteArray();
  }

  private void name(String key, int offset, byte[] name) {
    System.arraycopy(name, 0, header, offset, Math.min(name.length, NAME));
    if (name.length > NAME) {
      pax(key, name);
    }
  }

  /** Octal when it fits, else base 256 (GNU). */
  private TarEntry number(int offset, int length, long value) {
    String octal = "%0" + (length - 1) + "o";
    if (value >= 0 && octal.formatted(value).length() < length) {
      return put(offset, octal.formatted(value) + "\0");
    }
    for (int i = 0; i < length; i++) {
      int shift = 8 * (length - 1 - i);
      header[offset + i] = (byte) (shift > 63 ? (value < 0 ? 0xff : 0) : value >> shift);
    }
    header[offset] |= (byte) 0x80;
    return this;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
