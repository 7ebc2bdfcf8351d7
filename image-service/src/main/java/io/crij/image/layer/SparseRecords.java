package io.crij.image.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What PAX records say of a sparse file.
 *
 * @param numbers its map, when that is in the records
 * @param mapInContent whether it comes before the content instead
 */
record SparseRecords(long size, List<Long> numbers, boolean mapInContent) {
  SparseRecords {
    numbers = List.copyOf(numbers);
  }

  SparseMap map() {
    return SparseReader.ofNumbers(size, numbers);
  }

  /** Takes records {@code GNU.sparse.*}, whose order matters in the oldest format. */
  static final class Reader {
    private final List<Long> numbers = new ArrayList<>();
    private Optional<byte[]> name = Optional.empty();
    private Optional<Long> size = Optional.empty();
    private boolean seen;
    private boolean mapInContent;

    void keep(String key, byte[] value) {
      seen = true;
      switch (key) {
        case "name" -> name = Optional.of(value);
        case "size", "realsize" -> size = Optional.of(number(value));
        case "offset", "numbytes" -> add(number(value));
        case "map" -> map(value);
        case "major" -> {
          if (number(value) > 1) {
            throw BadLayer.malformed("it has a sparse file of an unknown format");
          }
          mapInContent = number(value) == 1;
        }
        case "minor", "numblocks" -> number(value);
        default -> throw BadLayer.malformed("it has a sparse file of an unknown format");
      }
    }

    private void map(byte[] value) {
      int start = 0;
      for (int i = 0; i <= value.length && value.length > 0; i++) {
        if (i == value.length || value[i] == ',') {
          byte[] one = new byte[i - start];
          System.arraycopy(value, start, one, 0, one.length);
          add(number(one));
          start = i + 1;
        }
      }
    }

    private void add(long number) {
      if (numbers.size() == 2 * SparseReader.MOST_EXTENTS) {
        throw BadLayer.tooMuch("parts of a sparse file", SparseReader.MOST_EXTENTS);
      }
      numbers.add(number);
    }

    private static long number(byte[] value) {
      return PaxRecords.decimal(PaxRecords.shortText(value));
    }

    /** The file's own name; the header has a made-up one for those who do not know sparse files. */
    Optional<byte[]> name() {
      return name;
    }

    Optional<SparseRecords> result() {
      if (!seen) {
        return Optional.empty();
      }
      long whole =
          size.orElseThrow(() -> BadLayer.malformed("it has a sparse file without its size"));
      return Optional.of(new SparseRecords(whole, numbers, mapInContent));
    }
  }
}
