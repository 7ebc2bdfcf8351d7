package io.crij.image.layer;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.crij.image.manifest.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Opens the tar stream in a layer blob. Nothing is guessed: the content must be what was said. */
final class Decompression {
  /** 128 MiB, what a decoder supports by default (RFC 8878 recommends 8 MiB at least). */
  static final int LARGEST_WINDOW_LOG = 27;

  private static final int MAGIC_BYTES = 4;
  private static final int BUFFER = 64 * 1024;

  private Decompression() {}

  /**
   * @throws io.crij.operations.failure.InvalidArgument when the blob is packed in another way
   */
  static InputStream open(Compression declared, InputStream blob) throws IOException {
    PushbackInputStream in = new Unowned(blob);
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    in.unread(magic);
    Compression found = compressionOf(magic);
    if (found != declared) {
      throw BadLayer.malformed(
          "its media type says compression " + declared + ", its content is " + found);
    }
    return switch (declared) {
      case NONE -> in;
      case GZIP -> new GzipStream(in, BUFFER);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW_LOG);
    };
  }

  /** What is read from the blob's stream; closing it frees the decoder only. */
  private static final class Unowned extends PushbackInputStream {
    Unowned(InputStream blob) {
      super(blob, MAGIC_BYTES);
    }

    @Override
    public void close() {
      // The blob's stream is closed by who opened it.
    }
  }

  static Compression compressionOf(byte[] magic) {
    if (starts(magic, 0x1f, 0x8b)) {
      return Compression.GZIP;
    }
    boolean skippable =
        magic.length == MAGIC_BYTES
            && (magic[0] & 0xf0) == 0x50
            && magic[1] == 0x2a
            && magic[2] == 0x4d
            && magic[3] == 0x18;
    return skippable || starts(magic, 0x28, 0xb5, 0x2f, 0xfd) ? Compression.ZSTD : Compression.NONE;
  }

  private static boolean starts(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
