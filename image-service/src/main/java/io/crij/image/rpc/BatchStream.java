package io.crij.image.rpc;

import com.google.protobuf.MessageLite;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends a list in several messages, each far below the size that clients accept, as fast as the
 * client takes them: no thread waits for it. For the Stream RPCs of any service.
 *
 * @param <I> an item of the list
 * @param <M> a message with some of them
 */
public final class BatchStream<I extends MessageLite, M> {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_ITEMS = 1000;

  private final Iterator<I> items;
  private final Function<List<I>, M> message;
  private final ServerCallStreamObserver<M> observer;
  private boolean completed;

  private BatchStream(
      Iterator<I> items, Function<List<I>, M> message, ServerCallStreamObserver<M> observer) {
    this.items = items;
    this.message = message;
    this.observer = observer;
  }

  /**
   * Answers a call.
   *
   * @param list all items as of now, each once; may throw a failure
   * @param observer of a call that runs on a server
   */
  public static <I extends MessageLite, M> void send(
      String rpc,
      StreamObserver<M> observer,
      Supplier<List<I>> list,
      Function<List<I>, M> message) {
    List<I> items;
    try {
      items = list.get();
    } catch (RuntimeException e) {
      observer.onError(RpcFailures.toStatus(rpc, e));
      return;
    }
    ServerCallStreamObserver<M> server = (ServerCallStreamObserver<M>) observer;
    BatchStream<I, M> stream = new BatchStream<>(items.iterator(), message, server);
    // Nothing is to be done for a client that has gone, and it is no error of ours.
    server.setOnCancelHandler(() -> {});
    server.setOnReadyHandler(stream::go);
    stream.go();
  }

  private synchronized void go() {
    while (!completed && !observer.isCancelled() && observer.isReady()) {
      if (items.hasNext()) {
        observer.onNext(message.apply(batch()));
      } else {
        completed = true;
        observer.onCompleted();
      }
    }
  }

  /** At least one item. */
  private List<I> batch() {
    List<I> batch = new ArrayList<>();
    int bytes = 0;
    while (items.hasNext() && batch.size() < MOST_ITEMS && bytes < MOST_BYTES) {
      I item = items.next();
      batch.add(item);
      bytes += item.getSerializedSize();
    }
    return batch;
  }
}
