package io.crij.image.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a tar stream (POSIX ustar); what does not fit there is said in a PAX header. Names and
 * values are bytes, since those of layers need not be text. Equal entries give equal bytes.
 */
public final class TarWriter {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int LINK_OFFSET = 157;
  private static final long LARGEST_ID = 07777777;
  private static final long LARGEST_SIZE = 077777777777L;

  private final OutputStream out;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes the content of one entry. */
  public interface Content {
    void writeTo(OutputStream target) throws IOException;
  }

  /**
   * A plain file of root's.
   *
   * @param size bytes that {@code content} writes
   */
  public void file(String name, long size, Content content) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    header('0', bytes, new byte[0], 0644, 0, 0, Instant.EPOCH, Map.of(), size);
    Counted counted = new Counted(out);
    content.writeTo(counted);
    if (counted.count != size) {
      throw new IOException(name + " has " + counted.count + " bytes instead of " + size);
    }
    pad(size);
  }

  public void file(String name, byte[] content) throws IOException {
    file(name, content.length, target -> target.write(content));
  }

  void header(
      char type,
      byte[] name,
      byte[] link,
      int mode,
      long uid,
      long gid,
      Instant mtime,
      Map<String, byte[]> xattrs,
      long size)
      throws IOException {
    Map<String, byte[]> pax = new TreeMap<>();
    putIf(pax, name.length > NAME, "path", name);
    putIf(pax, link.length > NAME, "linkpath", link);
    putIf(pax, uid > LARGEST_ID, "uid", text(uid));
    putIf(pax, gid > LARGEST_ID, "gid", text(gid));
    putIf(pax, size > LARGEST_SIZE, "size", text(size));
    boolean plainTime =
        mtime.getNano() == 0
            && mtime.getEpochSecond() >= 0
            && mtime.getEpochSecond() <= LARGEST_SIZE;
    putIf(pax, !plainTime, "mtime", time(mtime));
    xattrs.forEach((key, value) -> pax.put("SCHILY.xattr." + key, value));
    if (!pax.isEmpty()) {
      byte[] records = records(pax);
      out.write(block('x', text("pax"), new byte[0], 0644, new long[] {0, 0, records.length, 0}));
      out.write(records);
      pad(records.length);
    }
    out.write(
        block(
            type,
            name,
            link,
            mode,
            new long[] {
              Math.min(uid, LARGEST_ID),
              Math.min(gid, LARGEST_ID),
              Math.min(size, LARGEST_SIZE),
              plainTime ? mtime.getEpochSecond() : 0
            }));
  }

  void pad(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  /** The end of the archive; the stream stays open. */
  public void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  private static byte[] block(char type, byte[] name, byte[] link, int mode, long[] numbers) {
    byte[] block = new byte[BLOCK];
    System.arraycopy(name, 0, block, 0, Math.min(name.length, NAME));
    octal(block, 100, 8, mode);
    octal(block, 108, 8, numbers[0]);
    octal(block, 116, 8, numbers[1]);
    octal(block, 124, 12, numbers[2]);
    octal(block, 136, 12, numbers[3]);
    block[156] = (byte) type;
    System.arraycopy(link, 0, block, LINK_OFFSET, Math.min(link.length, NAME));
    put(block, 257, "ustar\u0000" + "00");
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o\u0000 ".formatted(sum));
    return block;
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    put(block, offset, ("%0" + (length - 1) + "o").formatted(value));
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  private static byte[] records(Map<String, byte[]> pax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pax.forEach(
        (key, value) -> {
          byte[] name = text(key);
          int body = name.length + value.length + 3;
          // The length counts its own digits.
          int length = body + String.valueOf(body).length();
          length = body + String.valueOf(length).length();
          out.writeBytes(text(length + " "));
          out.writeBytes(name);
          out.write('=');
          out.writeBytes(value);
          out.write('\n');
        });
    return out.toByteArray();
  }

  private static void putIf(Map<String, byte[]> pax, boolean needed, String key, byte[] value) {
    if (needed) {
      pax.put(key, value);
    }
  }

  // A time before the epoch counts its fraction downwards.
  private static byte[] time(Instant time) {
    boolean negative = time.getEpochSecond() < 0;
    long seconds = time.getEpochSecond() + (negative && time.getNano() > 0 ? 1 : 0);
    int nanos = negative && time.getNano() > 0 ? 1_000_000_000 - time.getNano() : time.getNano();
    String sign = negative && seconds == 0 ? "-" : "";
    return text(sign + seconds + ".%09d".formatted(nanos));
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static final class Counted extends OutputStream {
    private final OutputStream target;
    private long count;

    Counted(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
      target.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target.write(bytes, offset, length);
      count += length;
    }
  }
}
