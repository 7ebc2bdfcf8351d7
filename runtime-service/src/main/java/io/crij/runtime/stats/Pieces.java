package io.crij.runtime.stats;

import io.crij.image.rpc.RpcFailures;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Sends a list in pieces, each made when the client has room for it. The client's readiness is told
 * one call at a time, and pieces are made on the thread that tells it.
 */
final class Pieces<S, T> {
  private final String rpc;
  private final Deque<List<S>> left = new ArrayDeque<>();
  private final Function<List<S>, T> answer;
  private final ServerCallStreamObserver<T> client;
  private boolean over;

  private Pieces(String rpc, Function<List<S>, T> answer, ServerCallStreamObserver<T> client) {
    this.rpc = rpc;
    this.answer = answer;
    this.client = client;
  }

  /**
   * @param all each comes in one piece
   * @param size of a piece
   * @param observer as gRPC gives it to a method of a service, before that method returns
   */
  static <S, T> void send(
      String rpc, List<S> all, int size, Function<List<S>, T> answer, StreamObserver<T> observer) {
    Pieces<S, T> pieces = new Pieces<>(rpc, answer, (ServerCallStreamObserver<T>) observer);
    for (int start = 0; start < all.size(); start += size) {
      pieces.left.add(all.subList(start, Math.min(all.size(), start + size)));
    }
    pieces.client.setOnReadyHandler(pieces::pump);
    pieces.client.setOnCancelHandler(pieces.left::clear);
  }

  private void pump() {
    while (!over && !client.isCancelled() && (left.isEmpty() || client.isReady())) {
      if (left.isEmpty()) {
        over = true;
        client.onCompleted();
      } else {
        next(left.removeFirst());
      }
    }
  }

  private void next(List<S> piece) {
    try {
      client.onNext(answer.apply(piece));
    } catch (RuntimeException e) {
      over = true;
      client.onError(RpcFailures.toStatus(rpc, e));
    }
  }
}
