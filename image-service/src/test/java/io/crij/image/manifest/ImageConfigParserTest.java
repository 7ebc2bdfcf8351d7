package io.crij.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeImage;
import io.crij.operations.failure.InvalidArgument;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageConfigParserTest {
  @Test
  void readsWhatAContainerNeeds() {
    byte[] raw =
        FakeImage.utf8(
            """
            {"os":"linux","architecture":"arm64","config":{"Entrypoint":["/e"],"Cmd":["c"],
             "Env":["A=b"],"User":"7:8","WorkingDir":"/w","Volumes":{"/v":{}},
             "Labels":{"l":"m"},"StopSignal":"SIGINT"},
             "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
            """
                .formatted("c".repeat(64)));

    ImageConfig config = ImageConfigParser.parse(Digest.sha256(raw), raw);

    assertThat(config.entrypoint()).containsExactly("/e");
    assertThat(config.cmd()).containsExactly("c");
    assertThat(config.env()).containsExactly("A=b");
    assertThat(config.user()).isEqualTo("7:8");
    assertThat(config.workingDir()).isEqualTo("/w");
    assertThat(config.volumes()).containsExactly("/v");
    assertThat(config.labels()).containsEntry("l", "m");
    assertThat(config.stopSignal()).hasValue("SIGINT");
    assertThat(config.diffIds()).hasSize(1);
    assertThat(config.rawBytes()).isEqualTo(raw);
  }

  @Test
  void nullsAreAbsent() {
    byte[] raw =
        FakeImage.utf8(
            """
            {"config":{"Entrypoint":null,"Cmd":null,"Volumes":null,"Labels":null},
             "rootfs":{"type":"layers","diff_ids":null}}\
            """);

    ImageConfig config = ImageConfigParser.parse(Digest.sha256(raw), raw);

    assertThat(config.entrypoint()).isEmpty();
    assertThat(config.diffIds()).isEmpty();
  }

  @Test
  void i10ParsedConfigsCannotBeChanged() {
    FakeImage image = FakeImage.of("x");
    ImageConfig config = ImageConfigParser.parse(image.id(), image.config());

    assertThatThrownBy(() -> config.env().add("SECRET=1"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> config.raw().put(0, (byte) 0))
        .isInstanceOf(java.nio.ReadOnlyBufferException.class);
  }

  @Test
  void p18LayersMustMatchDiffIds() {
    ImageManifest two = manifest(FakeImage.of("x", "y"));

    assertThatThrownBy(() -> ImageConfigParser.parse(two, FakeImage.of("x").config()))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("2 layers")
        .hasMessageContaining("1 diff_ids");
  }

  private static ImageManifest manifest(FakeImage image) {
    return (ImageManifest) ManifestParser.parse(image.manifest(), "", Optional.empty());
  }
}
