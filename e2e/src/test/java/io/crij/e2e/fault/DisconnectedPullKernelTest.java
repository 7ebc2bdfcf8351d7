package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.PullImageRequest;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.SharedNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that hang up while a layer is on its way: the pull goes on, for whoever asks again. */
@TestInstance(Lifecycle.PER_CLASS)
class DisconnectedPullKernelTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final FaultyRegistry registry = new FaultyRegistry();

  @AfterEach
  void release() {
    registry.release();
  }

  @AfterAll
  void close() {
    registry.close();
  }

  @Test
  void theNextPullGetsTheImageWithoutFetchingItAgain() {
    ServedImage image = image("next");
    String reference = registry.serve("next", image);
    hangUpWhilePulling(reference);
    registry.release();
    assertThat(crij.node().pull(reference)).isEqualTo(image.configDigest());
    assertThat(registry.layersAsked()).isEqualTo(1);
  }

  @Test
  void anImageThatNobodyAsksForAgainIsThereAndRemovable() {
    String reference = registry.serve("forgotten", image("forgotten"));
    hangUpWhilePulling(reference);
    assertThat(isHere(reference)).isFalse();
    registry.release();
    Await.until("the image is there", LIMIT, () -> isHere(reference));
    crij.node().removeImage(reference);
    crij.node().assertNothingLeft();
  }

  private void hangUpWhilePulling(String reference) {
    registry.hold();
    HangUp.during(
        crij.node().setup().socket(),
        client ->
            client
                .imagesLater(LIMIT)
                .pullImage(PullImageRequest.newBuilder().setImage(spec(reference)).build()),
        () -> registry.layersAsked() == 1);
  }

  private boolean isHere(String reference) {
    return crij.client()
        .images()
        .imageStatus(ImageStatusRequest.newBuilder().setImage(spec(reference)).build())
        .hasImage();
  }

  private static ImageSpec spec(String reference) {
    return ImageSpec.newBuilder().setImage(reference).build();
  }

  private static ServedImage image(String text) {
    return ServedImage.of(TarFile.of(tar -> tar.file("text", text)));
  }
}
