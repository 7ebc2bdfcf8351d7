package io.crij.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.image.chain.FixUpBuilder;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.store.LayerStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What handles layers cannot start a program: none of an image, and none of the host. */
class NoProgramsTest {
  @ParameterizedTest
  @ValueSource(
      classes = {LayerUnpacker.class, FixUpBuilder.class, LayerStore.class, RootFilesystems.class})
  void P5_layersAreHandledWithinTheDaemon(Class<?> member) throws IOException, URISyntaxException {
    Path classes = Path.of(member.getResource(member.getSimpleName() + ".class").toURI());
    try (Stream<Path> files = Files.list(classes.getParent())) {
      assertThat(files.filter(file -> file.toString().endsWith(".class")))
          .hasSizeGreaterThan(5)
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                      .doesNotContain("java/lang/Process", "linux/process/"));
    }
  }
}
