package io.crij.e2e.bench;

import io.crij.e2e.harness.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The images whose pulls are measured; a third of their bytes cannot be compressed away. */
final class PullImages {
  private static final int KIB = 1024;
  private static final int NOISE = 340;

  private final TestImages registry;
  private final Path scratch;
  private final Random random = new Random(1);
  private final Map<String, String> paths = new LinkedHashMap<>();

  private PullImages(TestImages registry, Path scratch) {
    this.registry = registry;
    this.scratch = scratch;
  }

  /**
   * Makes and pushes them.
   *
   * @return path in the registry, by what the image is
   */
  static Map<String, String> push(TestImages registry, Path scratch) throws IOException {
    PullImages images = new PullImages(registry, scratch);
    images.push("one 150 MB layer", "one-large", List.of(images.layer("large", 1500, 100)));
    List<Path> eight = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      eight.add(images.layer("eighth-" + i, 190, 100));
    }
    images.push("eight 19 MB layers", "eight", eight);
    images.push("20,000 small files", "small", List.of(images.layer("small", 20_000, 1)));
    return images.paths;
  }

  private void push(String what, String name, List<Path> layers) {
    String path = "bench/" + name + ":1";
    registry.push(path, List.of("--cmd", "/bin/true"), layers.toArray(Path[]::new));
    paths.put(what, path);
  }

  private Path layer(String name, int files, int kib) throws IOException {
    Path layer = Files.createDirectory(scratch.resolve(name));
    for (int i = 0; i < files; i++) {
      Path directory = layer.resolve("d" + i / 100);
      if (i % 100 == 0) {
        Files.createDirectory(directory);
      }
      Files.write(directory.resolve("file" + i), content(kib));
    }
    return layer;
  }

  private byte[] content(int kib) {
    byte[] content = new byte[kib * KIB];
    byte[] noise = new byte[NOISE];
    for (int block = 0; block < kib; block++) {
      random.nextBytes(noise);
      System.arraycopy(noise, 0, content, block * KIB, NOISE);
    }
    return content;
  }
}
