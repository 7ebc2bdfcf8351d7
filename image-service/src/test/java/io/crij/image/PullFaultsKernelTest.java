package io.crij.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.check.CheckOptions;
import io.crij.image.check.CheckSummary;
import io.crij.image.testing.FakeArtifact;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault before and after each stage of a pull: nothing half, and the next pull works. */
class PullFaultsKernelTest {
  private static final FakeImage IMAGE =
      FakeImage.withLayers(
          TestLayer.gzip(TarEntry.file("a", "1")), TestLayer.gzip(TarEntry.file("b", "2")));
  private static final FakeArtifact ARTIFACT =
      FakeArtifact.of(FakeArtifact.File.of("model", "weights"));

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "resolve, before",
    "resolve, after",
    "layers, before",
    "layers, after",
    "commit, before"
  })
  void aFaultLeavesNothingHalf(String stage, String when) throws Exception {
    Failpoints fault = Failpoints.parse("PullImage/" + stage + "/" + when + "-do=error*2");
    try (FakeRegistry registry = new FakeRegistry();
        ImageNode node = new ImageNode(directory, ImageLimits.DEFAULT, fault)) {
      IMAGE.serve(registry, "app", "1");
      ARTIFACT.serve(registry, "model", "1");
      ImageServices services = node.start();
      for (String name : new String[] {"app", "model"}) {
        assertThatThrownBy(() -> node.pull(registry.host() + "/" + name + ":1"))
            .as(name)
            .hasCauseInstanceOf(Failure.class)
            .hasMessageContaining("stage " + stage);
      }
      assertThat(services.images().list()).isEmpty();
      assertThat(node.root().resolve("images/tmp")).isEmptyDirectory();
      assertThat(node.root().resolve("layers/tmp")).isEmptyDirectory();
      assertThat(node.root().resolve("artifacts/tmp")).isEmptyDirectory();

      assertThat(node.pull(registry.host() + "/app:1")).isEqualTo(IMAGE.id());
      assertThat(node.pull(registry.host() + "/model:1")).isEqualTo(ARTIFACT.id());
      CheckSummary whole =
          services.check().run(new CheckOptions(true, false), _ -> {}, () -> false);
      assertThat(whole).isEqualTo(new CheckSummary(2, 3, 0, 0, 0));
    }
  }
}
