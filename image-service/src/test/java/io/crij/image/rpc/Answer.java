package io.crij.image.rpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Receives the one answer of a unary RPC. */
final class Answer<T> implements StreamObserver<T> {
  private final CompletableFuture<T> future = new CompletableFuture<>();

  T get() throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw (StatusRuntimeException) e.getCause();
    }
  }

  @Override
  public void onNext(T value) {
    future.complete(value);
  }

  @Override
  public void onError(Throwable thrown) {
    future.completeExceptionally(thrown);
  }

  @Override
  public void onCompleted() {
    if (!future.isDone()) {
      future.completeExceptionally(new AssertionError("completed without an answer"));
    }
  }
}
