package io.crij.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.crij.image.manifest.Compression;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.ResourceExhausted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that are no tar stream, or one that wants too much. */
class BrokenLayersKernelTest {
  private static final byte[] GOOD =
      TarEntry.archive(TarEntry.file("a", "x".repeat(5000)), TarEntry.file("b", "y"));
  private static final LayerLimits SMALL = new LayerLimits(1 << 20, 100, 4095, 64, 4096, 10);

  @TempDir Path directory;
  private UnpackFixture fixture;

  @BeforeEach
  void start() throws IOException {
    fixture = new UnpackFixture(directory);
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  private void assertRefused(TestLayer layer) {
    assertThatThrownBy(() -> fixture.unpack(layer, UnpackFixture.LIMITS))
        .as("%s", layer)
        .isInstanceOf(InvalidArgument.class);
  }

  private void assertTooMuch(TestLayer layer) {
    assertThatThrownBy(() -> fixture.unpack(layer, SMALL)).isInstanceOf(ResourceExhausted.class);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void P6_whatIsNoTarStreamIsRefused() {
    assertRefused(TestLayer.plain(random(100_000)));
    assertRefused(TestLayer.plain(random(100)));
    assertRefused(TestLayer.gzip(random(100_000)));
    assertRefused(TestLayer.zstd(random(100_000)));
    assertRefused(TestLayer.plain(Arrays.copyOf(GOOD, 300)));
    assertRefused(TestLayer.plain(Arrays.copyOf(GOOD, 2000)));
  }

  @Test
  void P6_truncatedCompressionIsRefused() {
    for (TestLayer layer : new TestLayer[] {TestLayer.gzip(GOOD), TestLayer.zstd(GOOD)}) {
      for (int cut : new int[] {1, 4, 9, layer.blob().length - 20}) {
        byte[] less = Arrays.copyOf(layer.blob(), layer.blob().length - cut);
        assertRefused(layer.withBlob(less));
      }
    }
    assertRefused(TestLayer.gzip(GOOD).withBlob(new byte[0]));
  }

  @Test
  void P6_trailingBytesOfTheStreamBelongToItsDigest() {
    AppliedLayer applied =
        fixture.unpack(TestLayer.gzip(concat(GOOD, random(3 << 20))), UnpackFixture.LIMITS);

    assertThat(applied.bytes()).isEqualTo(5001);
    assertRefused(TestLayer.gzip(GOOD).withBlob(TestLayer.gzipped(concat(GOOD, new byte[512]))));
  }

  @Test
  void P6_anArchiveWithoutItsEndIsTaken() {
    assertThat(fixture.unpack(TestLayer.plain(TarEntry.file("a", "x").bytes()), SMALL).bytes())
        .isEqualTo(1);
  }

  @Test
  void P6_severalMembersAndFramesAreOneStream() {
    byte[] first = Arrays.copyOf(GOOD, 700);
    byte[] second = Arrays.copyOfRange(GOOD, 700, GOOD.length);

    byte[] members = concat(TestLayer.gzipped(first), TestLayer.gzipped(second));
    assertThat(fixture.unpack(TestLayer.gzip(GOOD).withBlob(members), SMALL).bytes())
        .isEqualTo(5001);
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    byte[] frames = concat(skippable, Zstd.compress(first), skippable, Zstd.compress(second));
    assertThat(fixture.unpack(TestLayer.zstd(GOOD).withBlob(frames), SMALL).bytes())
        .isEqualTo(5001);
    // zstd:chunked has its table of contents and footer in skippable frames at the end.
    byte[] chunked = concat(Zstd.compress(first), Zstd.compress(second), skippable, skippable);
    assertThat(fixture.unpack(TestLayer.zstd(GOOD).withBlob(chunked), SMALL).bytes())
        .isEqualTo(5001);
  }

  @Test
  void P6_manyEmptyMembersCostNoStack() {
    byte[] empty = TestLayer.gzipped(new byte[0]);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 200_000; i++) {
      members.writeBytes(empty);
    }
    members.writeBytes(TestLayer.gzipped(GOOD));

    TestLayer layer = TestLayer.gzip(GOOD).withBlob(members.toByteArray());
    assertThat(fixture.unpack(layer, UnpackFixture.LIMITS).bytes()).isEqualTo(5001);
  }

  @Test
  void P8_extendedHeadersAreBoundedAndNotRepeated() {
    String large = "x".repeat(5000);
    assertTooMuch(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").pax("comment", large))));
    TarEntry longName =
        TarEntry.ofType('L', "././@LongLink", large.getBytes(StandardCharsets.UTF_8));
    assertTooMuch(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").after(longName))));
    TarEntry claims = TarEntry.ofType('x', "pax", new byte[0]).put(124, "17777777777\0");
    assertTooMuch(TestLayer.plain(claims.bytes()));
    TarEntry pax = TarEntry.ofType('x', "pax", "11 path=ab\n".getBytes(StandardCharsets.UTF_8));
    assertRefused(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").after(pax).after(pax))));
  }

  @Test
  void P10_bombsEndAtTheLimit() {
    byte[] zeros = TarEntry.archive(TarEntry.file("a", new byte[2 << 20]));
    assertTooMuch(TestLayer.gzip(zeros));
    assertTooMuch(TestLayer.zstd(zeros));
    assertTooMuch(TestLayer.gzip(concat(GOOD, new byte[2 << 20])));
    TarEntry[] many = new TarEntry[101];
    Arrays.setAll(many, i -> TarEntry.file("f" + i, ""));
    assertTooMuch(TestLayer.plain(TarEntry.archive(many)));
    TarEntry huge = TarEntry.file("a", "").put(124, "77777777777\0");
    assertTooMuch(TestLayer.plain(TarEntry.archive(huge)));
  }

  @Test
  void P10_J18_aLargeZstdWindowOrADictionaryIsRefused() {
    byte[] block = new byte[3];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) ((1 | GOOD.length << 3) >> 8 * i);
    }
    byte[] magic = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    byte[] eightMiB = {0, 13 << 3};
    byte[] twoGiB = {0, (byte) (21 << 3)};
    byte[] dictionarySeven = {1, 13 << 3, 7};

    assertRefused(TestLayer.zstd(GOOD).withBlob(concat(magic, twoGiB, block, GOOD)));
    assertRefused(TestLayer.zstd(GOOD).withBlob(concat(magic, dictionarySeven, block, GOOD)));
    TestLayer good = TestLayer.zstd(GOOD).withBlob(concat(magic, eightMiB, block, GOOD));
    assertThat(fixture.unpack(good, SMALL).bytes()).isEqualTo(5001);
  }

  @Test
  void J12_malformedNumbersAreRefused() {
    for (String mtime : new String[] {"9".repeat(300_000), "9e9999999", "1.2.3", "x", "-", "1e3"}) {
      assertRefused(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").pax("mtime", mtime))));
    }
    for (String key : new String[] {"uid", "gid", "size"}) {
      for (String value : new String[] {"-1", "0x0", "99999999999999999999", " 1"}) {
        assertRefused(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").pax(key, value))));
      }
    }
    for (long owner : new long[] {1L << 32, 0xffff_ffffL, -1, Long.MAX_VALUE}) {
      assertRefused(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").owner(owner, 0))));
      assertRefused(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").owner(0, owner))));
    }
    assertRefused(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").put(100, "zzzzzzz"))));
    assertRefused(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").put(124, "zzzzzzz"))));
    assertRefused(TestLayer.plain(TarEntry.archive(TarEntry.file("a", "").put(136, "zzzzzzz"))));
  }

  @Test
  void J13_otherFormatsAreNotGuessed() {
    for (String magic : new String[] {"PK\3\4", "7z\274\257\47\34", "BZh9", "\3757zXZ\0"}) {
      byte[] start = magic.getBytes(StandardCharsets.ISO_8859_1);
      byte[] blob = concat(start, new byte[100_000]);
      for (Compression compression : Compression.values()) {
        assertRefused(new TestLayer(compression, blob, TestLayer.plain(GOOD).diffId()));
      }
    }
    assertRefused(
        new TestLayer(Compression.ZSTD, TestLayer.gzipped(GOOD), TestLayer.plain(GOOD).diffId()));
    assertRefused(
        new TestLayer(Compression.NONE, TestLayer.gzipped(GOOD), TestLayer.plain(GOOD).diffId()));
  }
}
