package io.crij.image.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.RemoveImageRequest;
import io.crij.cri.v1.RemoveImageResponse;
import io.crij.image.ImageView;
import io.crij.image.testing.ImageViews;
import io.crij.image.testing.TestOperations;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritingRpcsTest {
  private static final ImageView APP =
      ImageViews.of("", List.of("a.org/app:1", "b.org/app:1"), List.of());

  private final TestOperations operations = new TestOperations();
  private final FakeImages images = new FakeImages();
  private final RemoveImage remove =
      new RemoveImage(images, operations.operations(), new SpecCheck(_ -> false));

  @AfterEach
  void stop() {
    operations.close();
  }

  @Test
  void removingByOneTagRemovesTheImage() throws Exception {
    images.all.add(APP);

    remove.answer(request("b.org/app:1")).get();

    assertThat(images.all).isEmpty();
  }

  @Test
  void fiveConcurrentRemovalsSucceed() throws Exception {
    images.all.add(APP);

    List<CompletableFuture<RemoveImageResponse>> removals =
        IntStream.range(0, 5).mapToObj(_ -> remove.answer(request(APP.id().toString()))).toList();

    for (CompletableFuture<RemoveImageResponse> removal : removals) {
      removal.get();
    }
    assertThat(images.all).isEmpty();
  }

  @Test
  void removingWhatIsNotThereSucceeds() throws Exception {
    assertThat(remove.answer(request("a.org/app:1")).get())
        .isEqualTo(RemoveImageResponse.getDefaultInstance());
  }

  @Test
  void anOperationsFailureBecomesItsCode() throws Exception {
    Answer<RemoveImageResponse> answer = new Answer<>();
    CompletableFuture<RemoveImageResponse> failed =
        CompletableFuture.failedFuture(new Unavailable("the disk is away", "Bring it back."));

    RpcAnswer.later("RemoveImage", answer, () -> failed);

    assertThatThrownBy(answer::get)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void aRefusedOperationBecomesItsCode() {
    Answer<RemoveImageResponse> answer = new Answer<>();

    RpcAnswer.later("RemoveImage", answer, () -> remove.answer(request("")));

    assertThatThrownBy(answer::get)
        .isInstanceOf(StatusRuntimeException.class)
        .isNotInstanceOf(Failure.class)
        .hasMessageStartingWith("INVALID_ARGUMENT");
  }

  private static RemoveImageRequest request(String reference) {
    return RemoveImageRequest.newBuilder()
        .setImage(ImageSpec.newBuilder().setImage(reference))
        .build();
  }
}
