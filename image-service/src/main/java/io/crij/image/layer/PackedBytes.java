package io.crij.image.layer;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.crij.image.manifest.Compression;
import java.io.IOException;
import java.io.InputStream;

/** Bytes whose compression nobody states, so that it is known by their first ones. */
public final class PackedBytes {
  /** As many bytes as {@link #compression} looks at. */
  public static final int MAGIC_BYTES = 4;

  private PackedBytes() {}

  /** What the first bytes of a file say. */
  public static Compression compression(byte[] magic) {
    return Decompression.compressionOf(magic);
  }

  /** Takes the compression off; reads of a broken stream fail. */
  public static InputStream unpacked(Compression compression, InputStream in) throws IOException {
    return switch (compression) {
      case NONE -> in;
      case GZIP -> new GzipStream(in, 64 * 1024);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(Decompression.LARGEST_WINDOW_LOG);
    };
  }
}
