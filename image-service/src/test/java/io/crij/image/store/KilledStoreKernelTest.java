package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.image.reference.Digest;
import io.crij.image.testing.Await;
import io.crij.image.testing.TestLayer;
import io.crij.image.testing.Tree;
import io.crij.linux.mount.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed wherever it is while it stores and removes layers: the store opens again,
 * drops what is incomplete, and keeps everything that was acknowledged.
 */
class KilledStoreKernelTest {
  private static final int KILLS = 8;
  private static final long LONGEST_LIFE_MILLIS = 600;

  @TempDir Path temporary;
  private Path directory;
  private final Random random = new Random(7);
  private final Map<String, Map<String, String>> trees = new HashMap<>();

  /** Where nothing waits for a disk, so that more happens before the end. */
  @BeforeEach
  void mountTmpfs() throws IOException {
    directory = temporary.toRealPath();
    Mounts.tmpfs(directory, 1L << 30, 0700);
  }

  @AfterEach
  void unmount() throws IOException {
    Mounts.unmount(directory, false);
  }

  @Test
  void whatWasAcknowledgedIsThereAndWhatIsThereIsWhole() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      List<String> acknowledged = killed("store", random.nextLong(LONGEST_LIFE_MILLIS), -1);
      assertWhole(acknowledged);
      new LayerStoreFixture(directory).close();
    }
  }

  @Test
  void whenItIsKilledWithinALayersDownload() throws Exception {
    int blob = StoreToKill.layer(0).blob().length;
    for (long fuse : new long[] {1, 5000, blob / 2, blob - 1, blob, blob + 1, 3L * blob + 77}) {
      assertWhole(killed("store", Long.MAX_VALUE, fuse));
      new LayerStoreFixture(directory).close();
    }
  }

  @Test
  void overAndOverWhileLayersComeAndGo() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      // Never cleaned up in between, as on a node that keeps losing power.
      killed("churn", random.nextLong(2 * LONGEST_LIFE_MILLIS), -1);
      assertWhole(List.of());
    }
  }

  /** Returns the lines that the process wrote. */
  private List<String> killed(String mode, long afterMillis, long fuse) throws Exception {
    Path output = directory.resolve("output");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreToKill.class.getName(),
                directory.resolve("root").toString(),
                mode,
                String.valueOf(fuse))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      Await.until(() -> !process.isAlive() || lines(output).contains("ready"));
      assertThat(lines(output)).contains("ready");
      if (fuse < 0) {
        Thread.sleep(afterMillis);
        process.destroyForcibly();
      }
      process.waitFor();
      return lines(output);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> lines(Path output) throws IOException {
    return Files.readString(output).lines().toList();
  }

  private void assertWhole(List<String> acknowledged) throws IOException {
    LayerStoreFixture fixture = new LayerStoreFixture(directory);
    assertThat(fixture.unfinished()).isEmpty();
    assertThat(fixture.quarantined()).isEmpty();
    assertThat(fixture.root().resolve("chains/tmp")).isEmptyDirectory();
    Map<Digest, StoredLayer> stored = new HashMap<>();
    fixture.store.all().forEach(layer -> stored.put(layer.diffId(), layer));
    assertThat(fixture.stored()).hasSize(stored.size());
    for (int i = 0; i < StoreToKill.LAYERS; i++) {
      TestLayer layer = StoreToKill.layer(i);
      boolean must = acknowledged.contains(layer.diffId().toString());
      assertThat(stored.containsKey(layer.diffId())).isIn(true, must);
      if (stored.containsKey(layer.diffId())) {
        StoredLayer found = stored.get(layer.diffId());
        assertThat(Tree.of(found.diff())).isEqualTo(tree(layer));
      }
    }
    for (String line : acknowledged) {
      if (line.startsWith("chain ")) {
        assertChain(fixture, Integer.parseInt(line.substring("chain ".length())));
      }
    }
    // And it works on.
    fixture.ensure(StoreToKill.layer(0));
  }

  private void assertChain(LayerStoreFixture fixture, int length) throws IOException {
    long before = count(fixture.root().resolve("chains/sha256"));
    LayerStack stack = fixture.store.stack(StoreToKill.chain(length));
    assertThat(count(fixture.root().resolve("chains/sha256")))
        .as("fix-ups that are there are not made again")
        .isEqualTo(before);
    assertThat(stack.lowerTopFirst()).allSatisfy(lower -> assertThat(lower).isDirectory());
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  /** What a layer looks like when nobody was killed. */
  private Map<String, String> tree(TestLayer layer) throws IOException {
    String id = layer.diffId().toString();
    if (!trees.containsKey(id)) {
      Path calm = Files.createTempDirectory(directory, "calm");
      try (LayerStoreFixture fixture = new LayerStoreFixture(calm)) {
        trees.put(id, Tree.of(fixture.ensure(layer).diff()));
      }
    }
    return trees.get(id);
  }
}
