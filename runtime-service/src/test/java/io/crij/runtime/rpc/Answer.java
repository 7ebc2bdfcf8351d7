package io.crij.runtime.rpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Waits for the one answer of a unary RPC. */
public final class Answer<T> implements StreamObserver<T> {
  private final CompletableFuture<T> value = new CompletableFuture<>();

  public static <Q, T> T of(BiConsumer<Q, StreamObserver<T>> rpc, Q request) throws Exception {
    return asked(rpc, request).value.get(1, TimeUnit.MINUTES);
  }

  static <Q, T> Status.Code codeOf(BiConsumer<Q, StreamObserver<T>> rpc, Q request)
      throws Exception {
    try {
      throw new AssertionError("answered " + of(rpc, request));
    } catch (ExecutionException e) {
      return Status.fromThrowable(e.getCause()).getCode();
    }
  }

  private static <Q, T> Answer<T> asked(BiConsumer<Q, StreamObserver<T>> rpc, Q request) {
    Answer<T> answer = new Answer<>();
    rpc.accept(request, answer);
    return answer;
  }

  @Override
  public void onNext(T next) {
    value.complete(next);
  }

  @Override
  public void onError(Throwable thrown) {
    value.completeExceptionally(thrown);
  }

  @Override
  public void onCompleted() {}
}
