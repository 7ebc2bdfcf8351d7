package io.crij.e2e.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerEventResponse;
import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.PodSandboxState;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class ContainerEventsKernelTest {
  private static final List<String> LIFE =
      List.of(
          "pod CREATED",
          "pod STARTED",
          "container CREATED",
          "container STARTED",
          "container STOPPED",
          "pod STOPPED",
          "container DELETED",
          "pod DELETED");

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void everyListenerHearsEachThingOnceWithTheStateOfThePod() {
    try (EventListener one = listener().take(100);
        EventListener other = listener().take(100)) {
      TestPod pod = life();

      List<ContainerEventResponse> events = one.await(LIFE.size());

      assertThat(EventListener.kinds(events, pod.id())).isEqualTo(LIFE);
      assertThat(other.await(LIFE.size())).isEqualTo(events);
      assertThat(events)
          .allSatisfy(
              event ->
                  assertThat(event.getPodSandboxStatus().getMetadata())
                      .isEqualTo(pod.config().getMetadata()))
          .isSortedAccordingTo((a, b) -> Long.compare(a.getCreatedAt(), b.getCreatedAt()));
      ContainerEventResponse stopped = events.get(4);
      assertThat(stopped.getPodSandboxStatus().getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
      assertThat(stopped.getContainersStatuses(0).getState())
          .isEqualTo(ContainerState.CONTAINER_EXITED);
      assertThat(stopped.getContainersStatuses(0).getExitCode()).isEqualTo(3);
      assertThat(events.getLast().getContainersStatusesList()).isEmpty();
    }
  }

  /** It makes nobody wait, and loses nothing. */
  @Test
  void aListenerThatTakesNothingGetsAllOfItLater() {
    try (EventListener slow = listener();
        EventListener quick = listener().take(1000)) {
      TestPod first = life();
      TestPod second = life();
      List<ContainerEventResponse> events = quick.await(2 * LIFE.size());

      slow.take(1);
      assertThat(slow.await(1)).isEqualTo(events.subList(0, 1));
      slow.take(1000);

      assertThat(slow.await(events.size())).isEqualTo(events);
      assertThat(EventListener.kinds(events.subList(0, LIFE.size()), first.id())).isEqualTo(LIFE);
      assertThat(EventListener.kinds(events.subList(LIFE.size(), events.size()), second.id()))
          .isEqualTo(LIFE);
    }
  }

  @Test
  void aContainerThatIsKilledIsToldToo() {
    try (EventListener listener = listener().take(100)) {
      TestPod pod = crij.pods().run("killed");
      TestContainer container = pod.start(Containers.waiting("shell").build());
      container.stop(0);
      assertThat(EventListener.kinds(listener.await(5), pod.id())).isEqualTo(LIFE.subList(0, 5));
    }
  }

  @Test
  void theStreamEndsCleanlyWithTheDaemon() {
    try (CriClient client = new CriClient(crij.node().setup().socket());
        EventListener listener = new EventListener(client).take(100)) {
      TestPod pod = crij.pods().run("left");
      listener.await(1);
      assertThat(crij.node().daemon().terminate()).isZero();
      assertThat(listener.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
      crij.node().daemon().start();
      pod.remove();
    }
  }

  @Test
  void noMoreListenersThanAreBounded() {
    List<EventListener> listeners =
        IntStream.range(0, 17).mapToObj(_ -> listener().take(1)).toList();
    // The daemon takes calls of one connection in any order.
    Status end =
        Await.value(
            "the end of one stream",
            Duration.ofSeconds(20),
            () -> listeners.stream().flatMap(listener -> listener.end().stream()).findFirst());
    assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(listeners.stream().filter(listener -> listener.end().isEmpty())).hasSize(16);
    listeners.forEach(EventListener::close);
  }

  private EventListener listener() {
    return new EventListener(crij.client());
  }

  private TestPod life() {
    TestPod pod = crij.pods().run("life");
    TestContainer container = pod.start(Containers.shell("shell", "exit 3").build());
    container.awaitExit();
    pod.stop();
    pod.remove();
    return pod;
  }
}
