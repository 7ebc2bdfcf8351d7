package io.crij.image.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Reads the maps of sparse files (GNU tar manual, "Storing Sparse Files"): the old GNU header with
 * its extension blocks, and the PAX formats 0.0, 0.1 and 1.0.
 */
final class SparseReader {
  /** A map of 1 MiB in memory. */
  static final int MOST_EXTENTS = 1 << 16;

  private static final int BLOCK = 512;
  private static final int HEADER_EXTENTS = 386;
  private static final int IN_HEADER = 4;
  private static final int IS_EXTENDED = 482;
  private static final int REAL_SIZE = 483;
  private static final int IN_EXTENSION = 21;
  private static final int IS_EXTENDED_FURTHER = 504;
  private static final int NUMBER = 12;
  private static final int LONGEST_DECIMAL = 18;

  private final List<SparseMap.Extent> extents = new ArrayList<>();
  private long count;

  private SparseReader() {}

  /** Of an old GNU header; its extension blocks follow in the stream. */
  static SparseMap oldFormat(byte[] header, InputStream in) throws IOException {
    SparseReader reader = new SparseReader();
    reader.extents(header, HEADER_EXTENTS, IN_HEADER);
    boolean more = header[IS_EXTENDED] != 0;
    while (more) {
      byte[] block = new byte[BLOCK];
      if (in.readNBytes(block, 0, BLOCK) < BLOCK) {
        throw BadLayer.malformed("it ends within the map of a sparse file");
      }
      reader.extents(block, 0, IN_EXTENSION);
      more = block[IS_EXTENDED_FURTHER] != 0;
    }
    return new SparseMap(number(header, REAL_SIZE), reader.extents);
  }

  private void extents(byte[] block, int start, int most) {
    for (int i = 0; i < most; i++) {
      int at = start + 2 * NUMBER * i;
      // The first slot that is not used ends the list.
      if (block[at] == 0 && block[at + NUMBER] == 0) {
        return;
      }
      add(number(block, at), number(block, at + NUMBER));
    }
  }

  private void add(long offset, long length) {
    if (extents.size() == MOST_EXTENTS) {
      throw BadLayer.tooMuch("parts of a sparse file", MOST_EXTENTS);
    }
    extents.add(new SparseMap.Extent(offset, length));
  }

  private static long number(byte[] block, int offset) {
    try {
      return TarUtils.parseOctalOrBinary(block, offset, NUMBER);
    } catch (IllegalArgumentException e) {
      throw BadLayer.malformed("the map of a sparse file has a malformed number", e);
    }
  }

  /** Of the numbers in PAX records, formats 0.0 and 0.1: offset, length, offset, length... */
  static SparseMap ofNumbers(long size, List<Long> numbers) {
    if (numbers.size() % 2 != 0) {
      throw BadLayer.malformed("the map of a sparse file ends within a pair");
    }
    SparseReader reader = new SparseReader();
    for (int i = 0; i < numbers.size(); i += 2) {
      reader.add(numbers.get(i), numbers.get(i + 1));
    }
    return new SparseMap(size, reader.extents);
  }

  /**
   * A map before the content, format 1.0: decimal numbers, a line each, padded to a block.
   *
   * @param stored bytes of map and content
   */
  static Read newFormat(long size, long stored, InputStream in) throws IOException {
    SparseReader reader = new SparseReader();
    long extentsLeft = reader.line(in, stored);
    if (extentsLeft > MOST_EXTENTS) {
      throw BadLayer.tooMuch("parts of a sparse file", MOST_EXTENTS);
    }
    while (extentsLeft > 0) {
      reader.add(reader.line(in, stored), reader.line(in, stored));
      extentsLeft--;
    }
    long padding = (BLOCK - reader.count % BLOCK) % BLOCK;
    in.skipNBytes(padding);
    return new Read(new SparseMap(size, reader.extents), reader.count + padding);
  }

  /** A map, and how many bytes of the stream it took. */
  record Read(SparseMap map, long bytes) {}

  private long line(InputStream in, long most) throws IOException {
    long value = 0;
    for (int digits = 0; ; digits++) {
      int next = count < most ? in.read() : -1;
      count++;
      if (next == '\n' && digits > 0) {
        return value;
      }
      if (next < '0' || next > '9' || digits == LONGEST_DECIMAL) {
        throw BadLayer.malformed("the map of a sparse file has a malformed number");
      }
      value = 10 * value + (next - '0');
    }
  }
}
