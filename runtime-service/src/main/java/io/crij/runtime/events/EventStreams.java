package io.crij.runtime.events;

import io.crij.cri.v1.ContainerEventResponse;
import io.crij.image.rpc.RpcFailures;
import io.crij.operations.failure.ResourceExhausted;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends each event once to every client that has asked before it happened, in one order for all.
 * How many clients there are, and how much waits for each, is bounded.
 */
public final class EventStreams {
  private static final int MOST_CLIENTS = 16;

  private final Set<EventClient> clients = new HashSet<>();
  private boolean closed;

  /** Answers a call with the events from now on, until the client or this daemon ends. */
  public void open(StreamObserver<ContainerEventResponse> observer) {
    var call = (ServerCallStreamObserver<ContainerEventResponse>) observer;
    EventClient client = new EventClient(call);
    call.setOnCancelHandler(() -> remove(client));
    call.setOnReadyHandler(client::pump);
    add(client, call);
  }

  private synchronized void add(
      EventClient client, ServerCallStreamObserver<ContainerEventResponse> call) {
    clients.removeIf(EventClient::isOver);
    if (closed) {
      client.end();
    } else if (clients.size() >= MOST_CLIENTS) {
      call.onError(
          RpcFailures.toStatus(
              new ResourceExhausted(
                  MOST_CLIENTS + " clients listen to events already",
                  "End one of them, or share one stream.")));
    } else {
      clients.add(client);
    }
  }

  private synchronized void remove(EventClient client) {
    clients.remove(client);
    client.end();
  }

  /**
   * Tells all clients.
   *
   * @param event made only when somebody listens; must not wait
   */
  public synchronized void send(Supplier<ContainerEventResponse> event) {
    clients.removeIf(EventClient::isOver);
    if (!clients.isEmpty()) {
      ContainerEventResponse made = event.get();
      clients.forEach(client -> client.offer(made));
    }
  }

  /** Ends all streams, also those that are still to come. */
  public synchronized void close() {
    closed = true;
    clients.forEach(EventClient::end);
    clients.clear();
  }
}
