package io.crij.image.testing;

import com.github.luben.zstd.Zstd;
import io.crij.image.manifest.Compression;
import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A layer of any bytes.
 *
 * @param blob as a registry has it
 */
public record TestLayer(Compression compression, byte[] blob, Digest diffId) {
  private static final String TYPE = "application/vnd.oci.image.layer.v1.tar";

  public static TestLayer plain(byte[] tar) {
    return new TestLayer(Compression.NONE, tar, Digest.sha256(tar));
  }

  public static TestLayer zstd(byte[] tar) {
    return new TestLayer(Compression.ZSTD, Zstd.compress(tar), Digest.sha256(tar));
  }

  public static TestLayer gzip(byte[] tar) {
    return new TestLayer(Compression.GZIP, gzipped(tar), Digest.sha256(tar));
  }

  public static TestLayer gzip(TarEntry... entries) {
    return gzip(TarEntry.archive(entries));
  }

  public static byte[] gzipped(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** With other bytes in the place of the blob, and a descriptor that is true for them. */
  public TestLayer withBlob(byte[] other) {
    return new TestLayer(compression, other, diffId);
  }

  public String mediaType() {
    return switch (compression) {
      case NONE -> TYPE;
      case GZIP -> TYPE + "+gzip";
      case ZSTD -> TYPE + "+zstd";
    };
  }

  public Descriptor descriptor() {
    return FakeImage.descriptorOf(mediaType(), blob);
  }
}
