package io.crij.image.layer;

import io.crij.image.fuzz.FuzzTarget;
import io.crij.image.manifest.Compression;
import io.crij.image.testing.TestLayer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whole tar streams, read and not unpacked. */
public final class LayerFuzz {
  /** Small, so that an input that wants much is refused soon. */
  static final LayerLimits LIMITS = new LayerLimits(1 << 20, 200, 4095, 64, 16 * 1024, 1 << 16);

  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  static final String WORDS =
      " ustar ustar\00000 .wh. .wh..wh..opq .wh..wh..plnk a/ ../ ./ / a/b L K x g 0 1 2 3 4 5 6 7 S"
          + " 00000000000 77777777777 0000755 path= linkpath= size= GNU.sparse."
          + " SCHILY.xattr.user.a= 11 20 30";

  private LayerFuzz() {}

  public static List<FuzzTarget> targets() {
    List<byte[]> tars = LayerSamples.tars();
    return List.of(
        new FuzzTarget("tar-stream", tars, FuzzTarget.words(WORDS), LayerFuzz::readTar)
            .withShare(15),
        new FuzzTarget(
                "packed-layer",
                List.of(
                    TestLayer.gzipped(tars.getFirst()),
                    TestLayer.zstd(tars.getFirst()).blob(),
                    tars.getFirst()),
                List.of(
                    new byte[] {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0},
                    new byte[] {0x1f, (byte) 0x8b}),
                LayerFuzz::readPacked)
            .withShare(2));
  }

  private static void readTar(byte[] input) throws IOException {
    byte[] stream = mended(input);
    List<LayerEntry> entries = new ArrayList<>();
    LayerTar tar = new LayerTar(new ByteArrayInputStream(stream), LIMITS);
    byte[] buffer = new byte[4096];
    long total = 0;
    for (Optional<LayerEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      LayerEntry entry = next.get();
      Whiteout.of(entry.path());
      FuzzTarget.requirePlain(entry.path().toString());
      requirePrintable(entry);
      entries.add(entry);
      // Every other one is left to be skipped.
      for (int count = 0; count >= 0 && entries.size() % 2 == 0; total += Math.max(0, count)) {
        count = tar.read(buffer, buffer.length);
      }
    }
    if (total > stream.length) {
      throw new AssertionError("more content than there is: " + total);
    }
  }

  /** What is written as an entry is read as the same one. */
  private static void requirePrintable(LayerEntry entry) throws IOException {
    if (entry.path().isRoot() || entry.sparse().isPresent()) {
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    boolean directory = entry.kind() == LayerEntry.Kind.DIRECTORY;
    writer.header(
        "012536".charAt(LayerSamples.ORDER.indexOf(entry.kind())),
        directory
            ? (new String(entry.path().bytes(), StandardCharsets.ISO_8859_1) + "/")
                .getBytes(StandardCharsets.ISO_8859_1)
            : entry.path().bytes(),
        entry.linkTarget(),
        entry.attributes().mode(),
        entry.attributes().uid(),
        entry.attributes().gid(),
        entry.attributes().mtime(),
        entry.xattrs(),
        0);
    LayerEntry again =
        new LayerTar(new ByteArrayInputStream(out.toByteArray()), LayerLimits.DEFAULT)
            .next()
            .orElseThrow();
    FuzzTarget.requireEqual(entry.kind(), again.kind());
    FuzzTarget.requireEqual(entry.path(), again.path());
    FuzzTarget.requireEqual(entry.attributes(), again.attributes());
    boolean link =
        entry.kind() == LayerEntry.Kind.SYMLINK || entry.kind() == LayerEntry.Kind.HARD_LINK;
    if (link && !Arrays.equals(entry.linkTarget(), again.linkTarget())) {
      throw new AssertionError("the target of the link " + entry.path() + " is another one");
    }
    FuzzTarget.requireEqual(entry.xattrs().keySet(), again.xattrs().keySet());
  }

  private static void readPacked(byte[] input) {
    Compression compression =
        Decompression.compressionOf(Arrays.copyOf(input, Math.min(4, input.length)));
    byte[] buffer = new byte[4096];
    try (InputStream plain = Decompression.open(compression, new ByteArrayInputStream(input))) {
      long left = LIMITS.bytes();
      for (int count = 0; count >= 0 && left > 0; left -= count) {
        count = plain.read(buffer, 0, buffer.length);
      }
    } catch (IOException damaged) {
      // TarStream tells it as a malformed layer.
    }
  }

  /** With right checksums, without which no mutated header would be looked at. */
  static byte[] mended(byte[] input) {
    byte[] tar = input.clone();
    for (int start = 0; start + BLOCK <= tar.length; start += BLOCK) {
      boolean header = tar[start + 257] == 'u' && tar[start + 258] == 's';
      if (header) {
        mend(tar, start);
      }
    }
    return tar;
  }

  private static void mend(byte[] tar, int start) {
    Arrays.fill(tar, start + CHECKSUM, start + CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += tar[start + i] & 0xff;
    }
    for (int digit = 5; digit >= 0; digit--) {
      tar[start + CHECKSUM + digit] = (byte) ('0' + (sum & 7));
      sum >>= 3;
    }
    tar[start + CHECKSUM + 6] = 0;
  }
}
