package io.crij.image.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Layers with the files of Debian packages that this host has. */
public final class DebianLayer {
  private static final Path LISTS = Path.of("/var/lib/dpkg/info");

  private DebianLayer() {}

  /** Whether the host has this package. */
  public static boolean has(String name) throws IOException {
    return list(name).isPresent();
  }

  private static Optional<Path> list(String name) throws IOException {
    try (Stream<Path> files = Files.list(LISTS)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name + "(:[a-z0-9]+)?\\.list"))
          .findFirst();
    }
  }

  /**
   * All that the package has, owners, modes, times, links and attributes as they are here.
   *
   * @param options more for tar, such as one that leaves directories out
   */
  public static byte[] of(String name, Path scratch, String... options) throws IOException {
    List<String> paths =
        Files.readAllLines(list(name).orElseThrow()).stream()
            .filter(path -> !path.equals("/."))
            .filter(path -> Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS))
            .filter(path -> !List.of(options).contains("--files-only") || !isDirectory(path))
            .map(path -> path.substring(1))
            .toList();
    Path names = Files.write(scratch.resolve("names"), paths);
    Path archive = scratch.resolve("layer.tar");
    HostTool.run(
        "tar",
        "--format=posix",
        "--numeric-owner",
        "--xattrs",
        "--xattrs-include=*",
        "--no-recursion",
        "-C",
        "/",
        "-cf",
        archive.toString(),
        "-T",
        names.toString());
    byte[] tar = Files.readAllBytes(archive);
    Files.delete(names);
    Files.delete(archive);
    return tar;
  }

  private static boolean isDirectory(String path) {
    return Files.isDirectory(Path.of(path));
  }
}
