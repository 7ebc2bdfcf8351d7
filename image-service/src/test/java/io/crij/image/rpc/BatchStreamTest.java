package io.crij.image.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.StreamImagesResponse;
import io.crij.operations.failure.InvalidArgument;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchStreamTest {
  private final Call call = new Call();

  private static List<Image> images(int count, int idLength) {
    return IntStream.range(0, count)
        .mapToObj(i -> Image.newBuilder().setId(i + "x".repeat(idLength)).build())
        .toList();
  }

  private void send(Supplier<List<Image>> images) {
    BatchStream.send(
        "StreamImages",
        call,
        images,
        batch -> StreamImagesResponse.newBuilder().addAllImages(batch).build());
  }

  private List<Image> received() {
    return call.received.stream().flatMap(part -> part.getImagesList().stream()).toList();
  }

  @Test
  void everyItemComesOnceInMessagesOfBoundedSize() {
    List<Image> many = images(2500, 10);
    send(() -> many);

    assertThat(received()).isEqualTo(many);
    assertThat(call.received).hasSize(3);
    assertThat(call.completed).isTrue();
  }

  @Test
  void largeItemsMakeSmallBatches() {
    List<Image> large = images(10, 400_000);
    send(() -> large);

    assertThat(received()).isEqualTo(large);
    assertThat(call.received)
        .allSatisfy(part -> assertThat(part.getSerializedSize()).isLessThan(2 << 20));
  }

  @Test
  void nothingIsSentToAClientThatIsSlowUntilItIsReady() {
    call.ready = 1;
    List<Image> many = images(2500, 10);
    send(() -> many);
    assertThat(call.received).hasSize(1);
    assertThat(call.completed).isFalse();

    call.ready = 100;
    call.onReady.run();

    assertThat(received()).isEqualTo(many);
    assertThat(call.completed).isTrue();
    call.onReady.run();
    assertThat(call.completions).isEqualTo(1);
  }

  @Test
  void aClientThatHasGoneGetsNothingMore() {
    call.ready = 1;
    send(() -> images(2500, 10));
    call.cancelled = true;
    call.ready = 100;

    call.onReady.run();

    assertThat(call.received).hasSize(1);
    assertThat(call.completed).isFalse();
  }

  @Test
  void anEmptyListIsAnEmptyStreamAndAFailureItsCode() {
    send(List::of);
    assertThat(call.received).isEmpty();
    assertThat(call.completed).isTrue();

    send(
        () -> {
          throw new InvalidArgument("no", "Other.");
        });
    assertThat(call.error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  /** A call whose client takes as many messages as a test says. */
  private static final class Call extends ServerCallStreamObserver<StreamImagesResponse> {
    private final List<StreamImagesResponse> received = new ArrayList<>();
    private int ready = Integer.MAX_VALUE;
    private boolean cancelled;
    private boolean completed;
    private int completions;
    private Runnable onReady = () -> {};
    private StatusRuntimeException error = Status.OK.asRuntimeException();

    @Override
    public boolean isReady() {
      return ready > 0;
    }

    @Override
    public void onNext(StreamImagesResponse part) {
      received.add(part);
      ready--;
    }

    @Override
    public void onCompleted() {
      completed = true;
      completions++;
    }

    @Override
    public void onError(Throwable thrown) {
      error = (StatusRuntimeException) thrown;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
