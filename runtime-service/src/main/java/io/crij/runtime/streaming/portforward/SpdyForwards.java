package io.crij.runtime.streaming.portforward;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.connection.StreamReceiver;
import io.crij.runtime.streaming.connection.UnheardStream;
import io.crij.runtime.streaming.spdy.SpdyApplication;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The forwarded connections of one SPDY client (portforward.k8s.io): each has an error stream and a
 * data stream with the same request id.
 */
public final class SpdyForwards implements SpdyApplication {
  private static final int MOST_FORWARDS = 512;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST_PORT = 65535;

  /** Of clients without request ids: the data stream comes right after its error stream. */
  private static final int NEXT_ID = 2;

  private final ClientConnection connection;
  private final PodPorts pod;
  private final Map<String, ErrorStream> waiting = new HashMap<>();
  private final Set<Forward> open = new HashSet<>();

  public SpdyForwards(ClientConnection connection, PodPorts pod) {
    this.connection = connection;
    this.pod = pod;
    connection.whenWritable(() -> open.forEach(Forward::writable));
    connection.whenGone(() -> List.copyOf(open).forEach(Forward::end));
  }

  @Override
  public int mostStreams() {
    return 2 * MOST_FORWARDS;
  }

  @Override
  public Optional<StreamReceiver> accept(ClientStream stream, int id, Map<String, String> headers) {
    Optional<Integer> port = port(headers.getOrDefault("port", ""));
    if (port.isEmpty()) {
      return Optional.empty();
    }
    return switch (headers.getOrDefault("streamtype", "")) {
      case "error" -> error(headers.getOrDefault("requestid", Integer.toString(id)), stream);
      case "data" ->
          data(
              headers.getOrDefault("requestid", Integer.toString(id - NEXT_ID)),
              port.get(),
              stream);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> port(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= LARGEST_PORT ? Optional.of(port) : Optional.empty();
  }

  private Optional<StreamReceiver> error(String request, ClientStream stream) {
    ErrorStream error = new ErrorStream(stream);
    if (waiting.putIfAbsent(request, error) != null) {
      return Optional.empty();
    }
    var _ =
        connection
            .loop()
            .schedule(() -> giveUp(request, error), PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    return Optional.of(error);
  }

  private void giveUp(String request, ErrorStream error) {
    if (waiting.remove(request, error)) {
      error.stream().reset();
    }
  }

  private Optional<StreamReceiver> data(String request, int port, ClientStream stream) {
    ErrorStream error = waiting.remove(request);
    if (error == null) {
      return Optional.empty();
    }
    Holder holder = new Holder();
    Forward forward =
        new Forward(connection, pod, port, stream, error.stream(), () -> holder.remove(open));
    holder.forward = Optional.of(forward);
    open.add(forward);
    forward.begin();
    return Optional.of(forward);
  }

  /** So that a forward can take itself out of the set. */
  private static final class Holder {
    private Optional<Forward> forward = Optional.empty();

    void remove(Set<Forward> set) {
      forward.ifPresent(set::remove);
    }
  }

  /** Clients end their side of it at once. */
  private record ErrorStream(ClientStream stream) implements UnheardStream {}
}
