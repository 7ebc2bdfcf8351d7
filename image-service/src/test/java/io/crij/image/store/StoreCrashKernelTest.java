package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.image.ImageLimits;
import io.crij.image.ImageServices;
import io.crij.image.check.CheckOptions;
import io.crij.image.check.CheckSummary;
import io.crij.image.check.Finding;
import io.crij.image.testing.FakeArtifact;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.PullLoop;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it pulls and removes, again and again on the same directory. */
class StoreCrashKernelTest {
  private static final int KILLS = 6;

  @TempDir Path directory;
  private final Random random = new Random(42);

  private static FakeImage image(int number) {
    TarEntry[] entries = new TarEntry[40];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = TarEntry.file("d" + i % 5 + "/f" + i, "content " + number + i);
    }
    return FakeImage.withLayers(
        TestLayer.gzip(TarEntry.file("shared", "by all")), TestLayer.gzip(entries));
  }

  @Test
  void afterEveryKillTheStoreIsWholeAndGoesOn() throws Exception {
    try (FakeRegistry registry = new FakeRegistry()) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        image(i).serve(registry, "app" + i, "1");
        names.add(registry.host() + "/app" + i + ":1");
      }
      FakeArtifact.of(FakeArtifact.File.of("model", "weights ".repeat(100_000)))
          .serve(registry, "model", "1");
      names.add(registry.host() + "/model:1");
      for (int kill = 0; kill < KILLS; kill++) {
        runAndKill(names);
        requireWhole(names);
      }
    }
  }

  /** Somewhere within the pull after some pulls. */
  private void runAndKill(List<String> names) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PullLoop.class.getName(),
                directory.toString()));
    command.addAll(names);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      int pulls = 1 + random.nextInt(10);
      for (int i = 0; i < pulls; i++) {
        assertThat(lines.readLine()).startsWith("pulled ");
      }
      Thread.sleep(0, random.nextInt(900_000));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void requireWhole(List<String> names) throws Exception {
    ImageNode node = new ImageNode(directory, ImageLimits.DEFAULT);
    try {
      ImageServices services = node.start();
      List<Finding> findings = new ArrayList<>();
      CheckSummary summary =
          services.check().run(new CheckOptions(true, false), findings::add, () -> false);
      assertThat(summary.damaged()).as("%s", findings).isZero();
      assertThat(node.root().resolve("layers/quarantined")).isEmptyDirectory();
      for (String name : names) {
        node.pull(name);
      }
      assertThat(services.images().list()).hasSize(names.size());
      node.stop();
      for (String store : List.of("layers", "images", "artifacts")) {
        assertThat(node.root().resolve(store).resolve("tmp")).isEmptyDirectory();
      }
    } finally {
      node.leave();
    }
  }
}
