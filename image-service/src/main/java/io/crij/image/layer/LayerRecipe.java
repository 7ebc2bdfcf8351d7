package io.crij.image.layer;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.crij.linux.files.ConfinedPath;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a layer's tar stream has beside the content of its files: with it and the unpacked tree the
 * stream can be put together again, bit by bit, though the stream itself is not kept. Packed by
 * zstd; parts are a byte for the kind and what belongs to it: {@code LITERAL length bytes}, {@code
 * FILE size length path}, {@code END}.
 */
final class LayerRecipe implements AutoCloseable {
  static final int LITERAL = 1;
  static final int FILE = 2;
  static final int END = 3;

  /** The longest literal; longer ones are several. */
  static final int BUFFER = 64 * 1024;

  private static final int LEVEL = 1;

  private final Counted packed;
  private final DataOutputStream out;
  private final long limit;
  private final byte[] literal = new byte[BUFFER];
  private int length;
  private long contentLeft;
  private boolean givenUp;

  /**
   * Writes to {@code target}, which is closed with this.
   *
   * @param limit packed bytes; a layer that needs more gets no recipe
   */
  LayerRecipe(OutputStream target, long limit) throws IOException {
    this.packed = new Counted(target);
    this.out = new DataOutputStream(new ZstdOutputStreamNoFinalizer(packed, LEVEL));
    this.limit = limit;
  }

  /** The next {@code size} bytes of the stream are the content of this file of the tree. */
  void content(ConfinedPath path, long size) throws IOException {
    if (size == 0 || givenUp) {
      return;
    }
    flushLiteral();
    byte[] bytes = path.bytes();
    out.writeByte(FILE);
    out.writeLong(size);
    out.writeInt(bytes.length);
    out.write(bytes);
    contentLeft = size;
  }

  /** Takes the next bytes of the stream. */
  void bytes(byte[] source, int offset, int count) throws IOException {
    int skipped = (int) Math.min(contentLeft, count);
    contentLeft -= skipped;
    int position = offset + skipped;
    int left = count - skipped;
    while (left > 0 && !givenUp) {
      int taken = Math.min(left, BUFFER - length);
      System.arraycopy(source, position, literal, length, taken);
      length += taken;
      position += taken;
      left -= taken;
      if (length == BUFFER) {
        flushLiteral();
      }
    }
  }

  /** Ends it. One that had become too long has no end and is of no use. */
  void finish() throws IOException {
    flushLiteral();
    if (!givenUp) {
      out.writeByte(END);
    }
    out.close();
  }

  private void flushLiteral() throws IOException {
    givenUp |= packed.count > limit;
    if (length > 0 && !givenUp) {
      out.writeByte(LITERAL);
      out.writeInt(length);
      out.write(literal, 0, length);
    }
    length = 0;
  }

  @Override
  public void close() throws IOException {
    out.close();
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
    public void write(byte[] source, int offset, int length) throws IOException {
      target.write(source, offset, length);
      count += length;
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }
}
