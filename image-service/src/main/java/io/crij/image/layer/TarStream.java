package io.crij.image.layer;

import io.crij.image.reference.Digest;
import io.crij.image.reference.Hasher;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The tar stream in a blob: hashes and counts what is read, and ends a bomb. */
final class TarStream extends InputStream {
  private static final int BUFFER = 64 * 1024;

  private final Digest diffId;
  private final InputStream plain;
  private final Hasher hasher;
  private final long limit;
  private final LayerRecipe recipe;
  private long count;

  TarStream(LayerBlob blob, InputStream packed, long limit, LayerRecipe recipe) {
    this.recipe = recipe;
    this.diffId = blob.diffId();
    this.hasher = diffId.algorithm().hasher();
    this.limit = limit;
    this.plain =
        ReadAhead.start(
            "layer " + diffId, new Decompressed(blob, packed), ReadAhead.Closing.AFTER_READER);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = plain.read(target, offset, length);
    if (read > 0) {
      count += read;
      if (count > limit) {
        throw BadLayer.tooMuch("bytes when unpacked", limit);
      }
      hasher.update(target, offset, read);
      recipe.bytes(target, offset, read);
    }
    return read;
  }

  /**
   * Reads what follows the archive, which belongs to the digest all the same.
   *
   * @throws io.crij.operations.failure.InvalidArgument when the stream is not the diffID's
   */
  void finish() throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (read(buffer, 0, buffer.length) >= 0) {
      // read() hashes and counts.
    }
    Digest found = hasher.digest();
    if (!found.equals(diffId)) {
      throw BadLayer.malformed("it unpacks to " + found + ", but the image says " + diffId);
    }
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }

  /** Opened by the thread that reads it; says that the layer is bad when it cannot be read. */
  private static final class Decompressed extends InputStream {
    private final LayerBlob blob;
    private final InputStream packed;
    private Optional<InputStream> opened = Optional.empty();

    Decompressed(LayerBlob blob, InputStream packed) {
      this.blob = blob;
      this.packed = packed;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        if (opened.isEmpty()) {
          opened = Optional.of(Decompression.open(blob.compression(), packed));
        }
        return opened.get().read(target, offset, length);
      } catch (IOException e) {
        throw BadLayer.malformed("it cannot be decompressed", e);
      }
    }

    @Override
    public void close() throws IOException {
      if (opened.isPresent()) {
        opened.get().close();
      }
    }
  }
}
