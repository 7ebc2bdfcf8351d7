package io.crij.image.layer;

import io.crij.image.reference.Digest;
import io.crij.image.reference.Hasher;
import java.io.IOException;
import java.io.InputStream;

/**
 * The tar stream in a blob: hashes and counts what is read, ends a bomb, and says that the layer is
 * bad when it cannot be decompressed.
 */
final class TarStream extends InputStream {
  private static final int BUFFER = 64 * 1024;

  private final Digest diffId;
  private final InputStream plain;
  private final Hasher hasher;
  private final long limit;
  private long count;

  TarStream(LayerBlob blob, InputStream packed, long limit) {
    this.diffId = blob.diffId();
    this.hasher = diffId.algorithm().hasher();
    this.limit = limit;
    try {
      this.plain = Decompression.open(blob.compression(), packed);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static RuntimeException damaged(IOException e) {
    return BadLayer.malformed("it cannot be decompressed", e);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = decompress(target, offset, length);
    if (read > 0) {
      count += read;
      if (count > limit) {
        throw BadLayer.tooMuch("bytes when unpacked", limit);
      }
      hasher.update(target, offset, read);
    }
    return read;
  }

  private int decompress(byte[] target, int offset, int length) {
    try {
      return plain.read(target, offset, length);
    } catch (IOException e) {
      throw damaged(e);
    }
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
}
