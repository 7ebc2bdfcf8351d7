package io.crij.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.FilesystemUsage;
import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageFilter;
import io.crij.cri.v1.ImageFsInfoRequest;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.ListImagesRequest;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.TestImages.PushedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images side by side, their names, the room they take, and how they go. */
@TestInstance(Lifecycle.PER_CLASS)
class ImageLifeKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void everyImageIsListedOnce() {
    String busybox = crij.node().pull(TestImage.BUSYBOX);
    String zstd = crij.node().pull(TestImage.ZSTD);
    String docker = crij.node().pull(TestImage.DOCKER);
    assertThat(list("")).extracting(Image::getId).containsExactlyInAnyOrder(busybox, zstd, docker);
    assertThat(list(TestImage.ZSTD.reference())).extracting(Image::getId).containsExactly(zstd);
    assertThat(list(TestImages.HOST + "/e2e/absent:1")).isEmpty();
  }

  @Test
  void namesOfOneImageAreOneImageAndGoTogether() {
    String id = crij.node().pull(push("e2e/names:1").reference());
    assertThat(crij.node().pull(push("e2e/names:2").reference())).isEqualTo(id);
    assertThat(crij.node().pull(push("elsewhere/names:3").reference())).isEqualTo(id);
    assertThat(list(id))
        .singleElement()
        .satisfies(
            image ->
                assertThat(image.getRepoTagsList())
                    .containsExactlyInAnyOrder(
                        TestImages.HOST + "/e2e/names:1",
                        TestImages.HOST + "/e2e/names:2",
                        TestImages.HOST + "/elsewhere/names:3"));
    crij.node().removeImage(TestImages.HOST + "/e2e/names:2");
    for (String name : List.of(id, "e2e/names:1", "e2e/names:2", "elsewhere/names:3")) {
      assertThat(isHere(name.startsWith("sha256") ? name : TestImages.HOST + "/" + name))
          .as(name)
          .isFalse();
    }
  }

  @Test
  void aTagThatMovesTakesItsNameAlong() {
    PushedImage first = push("e2e/moving:1");
    crij.node().pull(first.reference());
    PushedImage second =
        crij.node()
            .images()
            .push(
                "e2e/moving:1",
                List.of("--cmd", "true"),
                crij.node().images().root(),
                crij.node().images().marker("moved"));
    assertThat(crij.node().pull(second.reference())).isEqualTo(second.configDigest());
    assertThat(list(second.reference()))
        .extracting(Image::getId)
        .containsExactly(second.configDigest());
    assertThat(list(first.configDigest()))
        .allSatisfy(image -> assertThat(image.getRepoTagsList()).isEmpty());
  }

  @Test
  void aRemovedImageIsGoneAtOnceForEveryone() {
    String id = crij.node().pull(TestImage.ZSTD);
    IntStream.range(0, 5)
        .parallel()
        .forEach(
            _ -> {
              crij.node().removeImage(id);
              assertThat(isHere(id)).isFalse();
            });
    assertThat(list("")).extracting(Image::getId).doesNotContain(id);
    crij.node().removeImage(id);
    crij.node().removeImage("sha256:" + "0".repeat(64));
    crij.node().removeImage(TestImages.HOST + "/e2e/absent:1");
    crij.node().assertNothingLeft();
  }

  @Test
  void layersThatTwoImagesShareStayAsLongAsOneOfThemDoes() {
    String zstd = crij.node().pull(TestImage.ZSTD);
    crij.node().removeImage(zstd);
    TestContainer container = crij.pods().run("shared").start(Containers.waiting("shell").build());
    assertThat(container.shell("echo works")).isEqualTo("works");
  }

  @Test
  void aContainerOutlivesTheRemovalOfItsImage() {
    crij.node().pull(TestImage.DOCKER);
    TestContainer container =
        crij.pods()
            .run("outlives")
            .start(
                Containers.of(TestImage.DOCKER, "shell")
                    .addAllCommand(List.of("sh", "-c", Containers.WAIT))
                    .build());
    crij.node().removeImage(TestImage.DOCKER.reference());
    assertThat(container.shell("cat /docker")).isEqualTo("docker");
    assertThat(container.status().getImage().getImage()).isEqualTo(TestImage.DOCKER.reference());
  }

  @Test
  void theFileSystemOfImagesGrowsWithThem() {
    FilesystemUsage before = usage();
    assertThat(before.getTimestamp()).isPositive();
    assertThat(crij.node().setup().root()).startsWith(Path.of(before.getFsId().getMountpoint()));
    PushedImage large =
        crij.node()
            .images()
            .push("e2e/large:1", List.of("--cmd", "sh"), crij.node().images().noise(3_000_000));
    crij.node().pull(large.reference());
    FilesystemUsage after = usage();
    assertThat(after.getUsedBytes().getValue() - before.getUsedBytes().getValue())
        .isBetween(3_000_000L, 6_000_000L);
    assertThat(after.getInodesUsed().getValue()).isGreaterThan(before.getInodesUsed().getValue());
    crij.node().removeImage(large.reference());
    assertThat(usage().getUsedBytes()).isEqualTo(before.getUsedBytes());
  }

  private PushedImage push(String path) {
    TestImages images = crij.node().images();
    return images.push(path, List.of("--cmd", "sh"), images.root(), images.marker("names"));
  }

  private FilesystemUsage usage() {
    return crij.client()
        .images()
        .imageFsInfo(ImageFsInfoRequest.getDefaultInstance())
        .getImageFilesystems(0);
  }

  private boolean isHere(String reference) {
    return crij.client()
        .images()
        .imageStatus(
            ImageStatusRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(reference))
                .build())
        .hasImage();
  }

  private List<Image> list(String reference) {
    ImageFilter filter =
        ImageFilter.newBuilder().setImage(ImageSpec.newBuilder().setImage(reference)).build();
    return crij.client()
        .images()
        .listImages(ListImagesRequest.newBuilder().setFilter(filter).build())
        .getImagesList();
  }
}
