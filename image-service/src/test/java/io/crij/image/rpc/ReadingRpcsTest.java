package io.crij.image.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.FilesystemUsage;
import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageFilter;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.ImageStatusResponse;
import io.crij.cri.v1.ListImagesRequest;
import io.crij.image.ImageView;
import io.crij.image.testing.ImageViews;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReadingRpcsTest {
  private static final ImageView APP =
      ImageViews.of(
          "1002",
          List.of("a.org/app:2", "a.org/app:1"),
          List.of("a.org/app@sha256:" + "1".repeat(64)));
  private static final ImageView OTHER = ImageViews.of("", List.of("a.org/other:1"), List.of());

  private static final SpecCheck SPECS = new SpecCheck("known"::equals);

  private final FakeImages images = new FakeImages();

  @BeforeEach
  void fill() {
    images.all.addAll(List.of(APP, OTHER));
  }

  @Test
  void listsAllOrTheFilteredImage() {
    ListImages rpc = new ListImages(images, SPECS);

    assertThat(rpc.answer(ListImagesRequest.getDefaultInstance()).getImagesList()).hasSize(2);
    assertThat(rpc.answer(filter("a.org/other:1")).getImagesList())
        .extracting(Image::getId)
        .containsExactly(OTHER.id().toString());
    assertThat(rpc.answer(filter("a.org/none")).getImagesList()).isEmpty();
  }

  @Test
  void statusIsTheSameByEveryReference() {
    Image image = status("a.org/app:1", false).getImage();

    assertThat(image.getRepoTagsList()).containsExactly("a.org/app:1", "a.org/app:2");
    assertThat(image.getSize()).isPositive();
    assertThat(image.getUid().getValue()).isEqualTo(1002);
    assertThat(image.hasSpec()).isTrue();
    for (String reference : List.of(image.getId(), "a.org/app:2", image.getRepoDigests(0))) {
      assertThat(status(reference, false).getImage()).isEqualTo(image);
    }
  }

  @Test
  void anAbsentImageIsAnEmptyAnswer() {
    assertThat(status("a.org/none", true)).isEqualTo(ImageStatusResponse.getDefaultInstance());
    assertThatThrownBy(() -> status("", false)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> status("NOT A NAME", false)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void verboseStatusHasTheConfiguration() {
    assertThat(status("a.org/app:1", false).getInfoMap()).isEmpty();

    JsonNode info = Json.strict().readTree(status("a.org/app:1", true).getInfoOrThrow("info"));

    assertThat(info.path("id").stringValue()).isEqualTo(APP.id().toString());
    assertThat(info.path("manifestDigest").stringValue()).isEqualTo(ImageViews.MANIFEST.toString());
    assertThat(info.path("diffIDs").isArray()).isTrue();
    assertThat(info.path("imageSpec").path("config").path("User").stringValue()).isEqualTo("1002");
  }

  @Test
  void aRuntimeHandlerIsAcceptedWhenItIsKnown() {
    ListImages list = new ListImages(images, SPECS);
    ImageStatus status = new ImageStatus(images, SPECS);
    ImageSpec known =
        ImageSpec.newBuilder().setImage("a.org/app:1").setRuntimeHandler("known").build();
    ImageSpec unknown = known.toBuilder().setRuntimeHandler("other").build();

    assertThat(list.list(ImageFilter.newBuilder().setImage(known).build())).hasSize(1);
    assertThat(status.answer(ImageStatusRequest.newBuilder().setImage(known).build()).hasImage())
        .isTrue();
    assertThatThrownBy(() -> list.list(ImageFilter.newBuilder().setImage(unknown).build()))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("\"other\"");
    assertThatThrownBy(
            () -> status.answer(ImageStatusRequest.newBuilder().setImage(unknown).build()))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void theImageFileSystemIsReported() {
    FilesystemUsage usage = new ImageFsInfo(images).answer().getImageFilesystems(0);

    assertThat(usage.getTimestamp()).isEqualTo(1_800_000_000_000_000_005L);
    assertThat(usage.getFsId().getMountpoint()).isEqualTo("/var/lib/crij");
    assertThat(usage.getUsedBytes().getValue()).isEqualTo(4096);
    assertThat(usage.getInodesUsed().getValue()).isEqualTo(7);
  }

  private ImageStatusResponse status(String reference, boolean verbose) {
    return new ImageStatus(images, SPECS)
        .answer(
            ImageStatusRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(reference))
                .setVerbose(verbose)
                .build());
  }

  private static ListImagesRequest filter(String reference) {
    return ListImagesRequest.newBuilder()
        .setFilter(ImageFilter.newBuilder().setImage(ImageSpec.newBuilder().setImage(reference)))
        .build();
  }
}
