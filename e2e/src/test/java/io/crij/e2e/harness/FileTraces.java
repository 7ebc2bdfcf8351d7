package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files below a folder; what vanishes while one looks is not there. */
final class FileTraces {
  /** Written anew whenever an address is given, and nobody's. */
  private static final Set<String> NOBODYS = Set.of("last_reserved_ip.0", "lock");

  private FileTraces() {}

  static List<String> below(Path folder) {
    List<String> lines = new ArrayList<>();
    if (!Files.exists(folder)) {
      return lines;
    }
    try {
      Files.walkFileTree(folder, new Collector(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<String> lines;

    Collector(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      lines.add("folder " + folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!NOBODYS.contains(file.getFileName().toString())) {
        lines.add("file " + file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException vanished) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException vanished) {
      return FileVisitResult.CONTINUE;
    }
  }
}
