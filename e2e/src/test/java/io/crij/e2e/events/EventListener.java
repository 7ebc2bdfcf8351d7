package io.crij.e2e.events;

import io.crij.cri.v1.ContainerEventResponse;
import io.crij.cri.v1.GetEventsRequest;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.CriClient;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of GetContainerEvents that takes as many messages as it is told to. */
final class EventListener extends ClientCall.Listener<ContainerEventResponse>
    implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<ContainerEventResponse> events = new CopyOnWriteArrayList<>();
  private final ClientCall<GetEventsRequest, ContainerEventResponse> call;
  private volatile Optional<Status> end = Optional.empty();

  EventListener(CriClient client) {
    call =
        client
            .channel()
            .newCall(RuntimeServiceGrpc.getGetContainerEventsMethod(), CallOptions.DEFAULT);
    call.start(this, new Metadata());
    call.sendMessage(GetEventsRequest.getDefaultInstance());
    call.halfClose();
  }

  /** Takes that many more. */
  EventListener take(int more) {
    call.request(more);
    return this;
  }

  @Override
  public void onMessage(ContainerEventResponse event) {
    events.add(event);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    end = Optional.of(status);
  }

  /** Waits for that many events. */
  List<ContainerEventResponse> await(int count) {
    return Await.value(
        count + " events",
        LIMIT,
        () -> Optional.of(List.copyOf(events)).filter(all -> all.size() >= count));
  }

  /** Empty while the stream goes on. */
  Optional<Status> end() {
    return end;
  }

  Status awaitEnd() {
    return Await.value("the end of the stream", LIMIT, () -> end);
  }

  /** Each event as "TYPE of the container or pod". */
  static List<String> kinds(List<ContainerEventResponse> events, String podId) {
    return events.stream()
        .map(
            event ->
                (event.getContainerId().equals(podId) ? "pod " : "container ")
                    + event.getContainerEventType().name().split("_")[1])
        .toList();
  }

  @Override
  public void close() {
    call.cancel("the test is over", null);
  }
}
