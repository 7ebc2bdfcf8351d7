package io.crij.image.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.layer.LayerNeeds;
import io.crij.linux.files.ConfinedPath;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.ResourceExhausted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that imply each other's directories cost what they may cost, and no more. */
class LookupBudgetKernelTest {
  @TempDir Path directory;

  private List<ChainLayer> layers(int count, int directories) throws IOException {
    List<ChainLayer> topFirst = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path diff = Files.createDirectory(directory.resolve("layer" + i));
      List<ConfinedPath> implied = new ArrayList<>();
      for (int j = 0; j < directories; j++) {
        Files.createDirectory(diff.resolve("d" + j));
        implied.add(ConfinedPath.parse("d" + j));
      }
      topFirst.add(new ChainLayer(diff, new LayerNeeds(implied, List.of(), List.of())));
    }
    return topFirst;
  }

  @Test
  void P7_lookupsGrowWithLayersTimesDirectoriesAndEndAtTheLimit() throws IOException {
    List<ChainLayer> layers = layers(10, 30);
    Path target = Files.createDirectory(directory.resolve("target"));

    // A few for each directory of each layer.
    new FixUpBuilder(layers, new LookupBudget(5L * 10 * 30)).build(target);

    assertThatThrownBy(() -> new FixUpBuilder(layers, new LookupBudget(200)).build(target))
        .isInstanceOf(ResourceExhausted.class)
        .hasMessageContaining("200 lookups");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aCancelledOneEnds() throws IOException {
    List<ChainLayer> layers = layers(2, 2);
    Path target = Files.createDirectory(directory.resolve("target"));

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> new FixUpBuilder(layers).build(target))
          .isInstanceOf(Cancelled.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
