package io.crij.image.layer;

import io.crij.operations.failure.InvalidArgument;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists a tar file with the same guards that layers are read with. */
public final class ArchiveEntries {
  private ArchiveEntries() {}

  /**
   * The entries in their order.
   *
   * @param in from the file's first byte on; not closed
   * @throws io.crij.operations.failure.Failure when it is no tar stream, or more than the limits
   */
  public static List<ArchiveEntry> read(InputStream in, LayerLimits limits) {
    Position counted = new Position(in);
    LayerTar tar = new LayerTar(counted, limits);
    List<ArchiveEntry> entries = new ArrayList<>();
    for (Optional<LayerEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      entries.add(entry(next.get(), counted.position));
    }
    return List.copyOf(entries);
  }

  private static ArchiveEntry entry(LayerEntry entry, long offset) {
    if (entry.sparse().isPresent()) {
      throw new InvalidArgument("it has a sparse file", "Pack the archive without holes.");
    }
    return new ArchiveEntry(
        text(entry.path().bytes()),
        switch (entry.kind()) {
          case FILE -> ArchiveEntry.Kind.FILE;
          case DIRECTORY -> ArchiveEntry.Kind.DIRECTORY;
          case SYMLINK -> ArchiveEntry.Kind.SYMLINK;
          case HARD_LINK -> ArchiveEntry.Kind.HARD_LINK;
          default -> ArchiveEntry.Kind.OTHER;
        },
        text(entry.linkTarget()),
        offset,
        entry.size());
  }

  // Every byte is kept, and equal names are equal texts.
  private static String text(byte[] name) {
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /** How far has been read; the reader of headers reads nothing ahead. */
  private static final class Position extends FilterInputStream {
    private long position;

    Position(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      position += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      position += skipped;
      return skipped;
    }
  }
}
