package io.crij.e2e.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.Container;
import io.crij.cri.v1.ContainerFilter;
import io.crij.cri.v1.ListContainersRequest;
import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PodSandboxFilter;
import io.crij.cri.v1.StreamContainersRequest;
import io.crij.cri.v1.StreamPodSandboxesRequest;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** StreamPodSandboxes and StreamContainers: what the lists have, each once; ids by their prefix. */
@TestInstance(Lifecycle.PER_CLASS)
class StreamedListsKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void streamsHaveWhatTheListsHave() {
    TestPod one = crij.pods().run("one");
    TestPod two = crij.pods().run("two");
    two.stop();
    TestContainer container = one.start(Containers.waiting("a").build());
    one.create(Containers.waiting("b").build());

    assertThat(pods(PodSandboxFilter.getDefaultInstance()))
        .isEqualTo(
            crij.client()
                .runtime()
                .listPodSandbox(ListPodSandboxRequest.getDefaultInstance())
                .getItemsList())
        .hasSize(2);
    assertThat(containers(ContainerFilter.getDefaultInstance()))
        .isEqualTo(
            crij.client()
                .runtime()
                .listContainers(ListContainersRequest.getDefaultInstance())
                .getContainersList())
        .hasSize(2);
    assertThat(pods(PodSandboxFilter.newBuilder().setId(one.id().substring(0, 20)).build()))
        .extracting(PodSandbox::getId)
        .containsExactly(one.id());
    assertThat(
            containers(ContainerFilter.newBuilder().setId(container.id().substring(0, 20)).build()))
        .extracting(Container::getId)
        .containsExactly(container.id());
    assertThat(containers(ContainerFilter.newBuilder().setId("none").build())).isEmpty();
  }

  @Test
  void everyCallTakesAPrefixOfAnId() {
    TestPod whole = crij.pods().run("prefixed");
    TestPod pod = new TestPod(crij::client, whole.id().substring(0, 16), whole.config());
    TestContainer created = pod.create(Containers.waiting("a").build());
    TestContainer container = new TestContainer(crij::client, created.id().substring(0, 16));

    container.start();

    assertThat(pod.status().getId()).isEqualTo(whole.id());
    assertThat(pod.containers()).extracting(Container::getId).containsExactly(created.id());
    assertThat(container.status().getId()).isEqualTo(created.id());
    assertThat(container.shell("echo here")).isEqualTo("here");
    container.stop(0);
    container.remove();
    pod.stop();
    pod.remove();
    assertThat(pods(PodSandboxFilter.getDefaultInstance())).isEmpty();
  }

  private List<PodSandbox> pods(PodSandboxFilter filter) {
    List<PodSandbox> all = new ArrayList<>();
    crij.client()
        .runtime()
        .streamPodSandboxes(StreamPodSandboxesRequest.newBuilder().setFilter(filter).build())
        .forEachRemaining(piece -> all.addAll(piece.getPodSandboxesList()));
    return all;
  }

  private List<Container> containers(ContainerFilter filter) {
    List<Container> all = new ArrayList<>();
    crij.client()
        .runtime()
        .streamContainers(StreamContainersRequest.newBuilder().setFilter(filter).build())
        .forEachRemaining(piece -> all.addAll(piece.getContainersList()));
    return all;
  }
}
