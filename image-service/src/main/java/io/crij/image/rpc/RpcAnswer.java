package io.crij.image.rpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends the one answer of a unary RPC, of any service. */
public final class RpcAnswer {
  private RpcAnswer() {}

  /** Answers now, with what a computation that does not block returns or throws. */
  public static <T> void now(String rpc, StreamObserver<T> observer, Supplier<T> answer) {
    T value;
    try {
      value = answer.get();
    } catch (RuntimeException | Error e) { // the client must not wait for ever
      observer.onError(RpcFailures.toStatus(rpc, e));
      return;
    }
    observer.onNext(value);
    observer.onCompleted();
  }

  /** Answers when an operation ends; no thread waits for it. */
  public static <T> void later(
      String rpc, StreamObserver<T> observer, Supplier<CompletableFuture<T>> operation) {
    CompletableFuture<T> answer;
    try {
      answer = operation.get();
    } catch (RuntimeException | Error e) { // the client must not wait for ever
      observer.onError(RpcFailures.toStatus(rpc, e));
      return;
    }
    var _ =
        answer.whenComplete(
            (value, thrown) ->
                now(
                    rpc,
                    observer,
                    () -> {
                      if (thrown != null) {
                        throw RpcFailures.toStatus(rpc, thrown);
                      }
                      return value;
                    }));
  }
}
