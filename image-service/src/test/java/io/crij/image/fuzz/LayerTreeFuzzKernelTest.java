package io.crij.image.fuzz;

import io.crij.image.layer.LayerTreeFuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LayerTreeFuzzKernelTest {
  private static final int INPUTS = 400;
  private static final long SEED = 20261125;

  @TempDir Path directory;

  @Test
  void whateverIsUnpackedStaysInside() throws IOException {
    try (LayerTreeFuzz tree = new LayerTreeFuzz(directory)) {
      Tries.of(tree.target(), INPUTS, SEED);
    }
  }
}
