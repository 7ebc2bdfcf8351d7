package io.crij.image.store;

import io.crij.image.layer.LayerLimits;
import io.crij.image.reference.Digest;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process that stores layers and fix-ups until it is killed. It says what it has stored, one
 * diffID or chain a line.
 */
final class StoreToKill {
  static final int LAYERS = 40;
  private static final int FILES = 60;
  private static final int LARGE = 300_000;

  private StoreToKill() {}

  /** The layer of this number; it needs the lower ones for a link as a parent. */
  static TestLayer layer(int number) {
    List<TarEntry> entries = new ArrayList<>();
    if (number == 0) {
      entries.add(TarEntry.directory("usr/lib").mode(0711));
      entries.add(TarEntry.symlink("lib", "usr/lib"));
    }
    for (int i = 0; i < FILES; i++) {
      entries.add(TarEntry.file("d" + number + "/" + i % 7 + "/f" + i, "content " + i));
    }
    byte[] large = new byte[LARGE];
    new Random(number).nextBytes(large);
    entries.add(TarEntry.file("lib/large" + number, large));
    return TestLayer.gzip(entries.toArray(TarEntry[]::new));
  }

  static List<Digest> chain(int length) {
    List<Digest> diffIds = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      diffIds.add(layer(i).diffId());
    }
    return diffIds;
  }

  /**
   * @param arguments root directory, {@code store} or {@code churn}, and after how many bytes of
   *     blobs to die, or -1
   */
  static void main(String[] arguments) {
    LayerStore store =
        LayerStore.open(Path.of(arguments[0]), LayerLimits.DEFAULT, Clock.systemUTC());
    boolean churn = arguments[1].equals("churn");
    long fuse = Long.parseLong(arguments[2]);
    System.out.println("ready");
    while (true) {
      List<Digest> chain = new ArrayList<>();
      for (int i = 0; i < LAYERS; i++) {
        TestLayer layer = layer(i);
        InputStream blob = new ByteArrayInputStream(layer.blob());
        InputStream source = fuse < 0 ? blob : new Fuse(blob, fuse);
        store.ensure(
            new LayerSource(layer.descriptor(), layer.diffId(), layer.compression(), () -> source));
        System.out.println(layer.diffId());
        fuse = fuse < 0 ? fuse : Math.max(0, fuse - layer.blob().length);
        chain.add(layer.diffId());
        if (i % 5 == 2) {
          store.stack(chain);
          System.out.println("chain " + chain.size());
        }
      }
      if (churn) {
        store.givenUp(chain, Duration.ZERO);
        store.collect();
      }
    }
  }

  /** Ends the process without any clean-up when so many bytes were read. */
  private static final class Fuse extends InputStream {
    private final InputStream in;
    private long left;

    Fuse(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, (int) Math.min(length, Math.max(1, left)));
      left -= Math.max(0, count);
      if (left <= 0) {
        Runtime.getRuntime().halt(1);
      }
      return count;
    }
  }
}
