package io.crij.runtime.events;

import io.crij.cri.v1.ContainerEventResponse;
import io.crij.image.rpc.RpcFailures;
import io.crij.operations.failure.ResourceExhausted;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;

/** One client and the events that it has not taken yet; nobody waits for it. */
final class EventClient {
  private static final int MOST_EVENTS = 4096;
  private static final int MOST_BYTES = 4 << 20;

  private final ServerCallStreamObserver<ContainerEventResponse> observer;
  private final Deque<ContainerEventResponse> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean over;

  EventClient(ServerCallStreamObserver<ContainerEventResponse> observer) {
    this.observer = observer;
  }

  /** A client that is too slow is told so, instead of missing one without knowing. */
  synchronized void offer(ContainerEventResponse event) {
    if (over) {
      return;
    }
    bytes += event.getSerializedSize();
    waiting.add(event);
    if (waiting.size() > MOST_EVENTS || bytes > MOST_BYTES) {
      over = true;
      waiting.clear();
      observer.onError(
          RpcFailures.toStatus(
              new ResourceExhausted(
                  "the client takes events too slowly, and some would be lost",
                  "List pods and containers, then ask for events again.")));
    } else {
      pump();
    }
  }

  synchronized void pump() {
    while (!over && observer.isReady() && !waiting.isEmpty()) {
      ContainerEventResponse event = waiting.removeFirst();
      bytes -= event.getSerializedSize();
      observer.onNext(event);
    }
  }

  /** What it has not taken is not sent any more. */
  synchronized void end() {
    if (!over) {
      over = true;
      waiting.clear();
      if (!observer.isCancelled()) {
        observer.onCompleted();
      }
    }
  }

  synchronized boolean isOver() {
    return over;
  }
}
