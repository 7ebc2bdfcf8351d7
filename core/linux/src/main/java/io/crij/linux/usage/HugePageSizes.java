package io.crij.linux.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sizes of huge pages that the processor has, as files of control groups name them. */
public final class HugePageSizes {
  private static final Path SIZES = Path.of("/sys/kernel/mm/hugepages");
  private static final String PREFIX = "hugepages-";
  private static final String SUFFIX = "kB";
  private static final int UNIT = 1024;
  private static final List<String> UNITS = List.of("KB", "MB", "GB");

  private HugePageSizes() {}

  /** "2MB", "1GB": smallest first. */
  public static List<String> ofThisNode() throws IOException {
    if (!Files.isDirectory(SIZES)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(SIZES)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
          .map(name -> name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
          .map(Long::parseLong)
          .sorted()
          .map(HugePageSizes::text)
          .toList();
    }
  }

  static String text(long kibibytes) {
    long size = kibibytes;
    int unit = 0;
    while (size >= UNIT && unit < UNITS.size() - 1) {
      size /= UNIT;
      unit++;
    }
    return size + UNITS.get(unit);
  }
}
