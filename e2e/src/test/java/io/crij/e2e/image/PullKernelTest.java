package io.crij.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.ImageStatusResponse;
import io.crij.cri.v1.PullImageRequest;
import io.crij.e2e.harness.ContainerLog;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.TestImages.PushedImage;
import io.grpc.Status;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(Lifecycle.PER_CLASS)
class PullKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  /** Every form that a registry may keep an image in; a container of it sees its own last layer. */
  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "UNCOMPRESSED", "DOCKER", "INDEX", "DOCKER_LIST"})
  void everyFormOfImageRuns(TestImage image) {
    PushedImage pushed = crij.node().images().get(image);
    assertThat(crij.node().pull(image)).isEqualTo(pushed.configDigest());

    String marker = image.name().toLowerCase(Locale.ROOT);
    TestContainer container =
        crij.pods()
            .run("form")
            .start(
                Containers.of(image, "shell")
                    .addAllCommand(List.of("sh", "-c", "cat /" + marker + "; ls /wrong-platform"))
                    .build());
    container.awaitExit();
    ContainerLog log = container.log();
    assertThat(log.text("stdout")).isEqualTo(marker + "\n");
    assertThat(log.text("stderr")).contains("No such file");
  }

  @Test
  void anImageIsSeenUnderTheNameThatItWasAskedForAndNotUnderItsMirrors() {
    PushedImage pushed = crij.node().images().get(TestImage.ZSTD);
    String id = crij.node().pull(TestImage.ZSTD);
    Image image = status(pushed.reference()).getImage();
    assertThat(image.getId()).isEqualTo(id).isEqualTo(pushed.configDigest());
    assertThat(image.getRepoTagsList()).containsExactly(pushed.reference());
    assertThat(image.getRepoDigestsList()).containsExactly(pushed.digestReference());
    assertThat(image.getSize()).isPositive();
    assertThat(image.getPinned()).isFalse();
  }

  @Test
  void anImageIsFoundByEveryNameOfIt() {
    PushedImage pushed = crij.node().images().get(TestImage.ZSTD);
    String id = crij.node().pull(TestImage.ZSTD);
    Image image = status(id).getImage();
    for (String name :
        List.of(
            pushed.reference(),
            pushed.digestReference(),
            id.substring("sha256:".length()),
            id.substring("sha256:".length(), "sha256:".length() + 13))) {
      assertThat(status(name).getImage()).as(name).isEqualTo(image);
    }
  }

  @Test
  void aPullByDigestGivesNoTag() {
    PushedImage pushed = crij.node().images().get(TestImage.DOCKER);
    crij.node().pull(pushed.digestReference());
    Image image = status(pushed.digestReference()).getImage();
    assertThat(image.getRepoTagsList()).isEmpty();
    assertThat(image.getRepoDigestsList()).containsExactly(pushed.digestReference());
  }

  @Test
  void withoutATagTheLatestIsMeant() {
    PushedImage pushed =
        crij.node()
            .images()
            .push(
                "e2e/latest:latest",
                List.of("--cmd", "sh"),
                crij.node().images().root(),
                crij.node().images().marker("latest"));
    crij.node().pull(TestImages.HOST + "/e2e/latest");
    Image image = status(TestImages.HOST + "/e2e/latest").getImage();
    assertThat(image.getRepoTagsList()).containsExactly(pushed.reference());
  }

  @Test
  void pullsOfTheSameImageAtTheSameTimeAreOne() {
    PushedImage pushed = crij.node().images().get(TestImage.INDEX);
    List<String> ids =
        IntStream.range(0, 6)
            .parallel()
            .mapToObj(_ -> crij.node().pull(TestImage.INDEX))
            .distinct()
            .toList();
    assertThat(ids).containsExactly(pushed.configDigest());
  }

  @Test
  void anImageThatIsNotHereIsAnEmptyAnswer() {
    assertThat(status(TestImages.HOST + "/e2e/absent:1"))
        .isEqualTo(ImageStatusResponse.getDefaultInstance());
  }

  @Test
  void verboseStatusHasAnObjectNamedInfo() {
    crij.node().pull(TestImage.BUSYBOX);
    ImageStatusResponse verbose =
        crij.client()
            .images()
            .imageStatus(
                ImageStatusRequest.newBuilder()
                    .setImage(spec(TestImage.BUSYBOX.reference()))
                    .setVerbose(true)
                    .build());
    assertThat(JsonMapper.shared().readTree(verbose.getInfoOrThrow("info")).isObject()).isTrue();
  }

  @Test
  void theUserOfTheImageIsToldAsNumberOrAsName() {
    crij.node().pull(TestImage.UID_AND_GID);
    Image number = status(TestImage.UID_AND_GID.reference()).getImage();
    assertThat(number.getUid().getValue()).isEqualTo(1003);
    assertThat(number.getUsername()).isEmpty();
    crij.node().pull(TestImage.USER_NAME);
    Image name = status(TestImage.USER_NAME.reference()).getImage();
    assertThat(name.hasUid()).isFalse();
    assertThat(name.getUsername()).isEqualTo("www-data");
  }

  @Test
  void anImageForAHandlerThatIsNotConfiguredIsRefused() {
    ImageSpec spec =
        spec(TestImage.BUSYBOX.reference()).toBuilder().setRuntimeHandler("no-such").build();
    GrpcFailure refusal =
        GrpcFailure.of(
            () ->
                crij.client()
                    .images()
                    .pullImage(PullImageRequest.newBuilder().setImage(spec).build()));
    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private ImageStatusResponse status(String reference) {
    return crij.client()
        .images()
        .imageStatus(ImageStatusRequest.newBuilder().setImage(spec(reference)).build());
  }

  private static ImageSpec spec(String reference) {
    return ImageSpec.newBuilder().setImage(reference).build();
  }
}
