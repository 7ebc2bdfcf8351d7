package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.Container;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerFilter;
import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.ContainerStateValue;
import io.crij.cri.v1.ListContainersRequest;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.PodHttp;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several containers in a pod, several pods on a node. */
@TestInstance(Lifecycle.PER_CLASS)
class MultiContainerKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @BeforeAll
  void pull() {
    crij.node().keep(TestImage.WEB);
  }

  @Test
  void aServerAndItsNeighbourWorkTogether() {
    TestPod pod = crij.pods().run("pair");
    TestContainer web = pod.start(Containers.of(TestImage.WEB, "web").build());
    TestContainer shell =
        pod.start(Containers.shell("shell", "echo hello World; " + Containers.WAIT).build());
    new PodHttp().get(pod.ip(), 80);
    assertThat(shell.shell("wget -q -O - http://127.0.0.1/")).contains("Hello from a pod");
    assertThat(web.exec("echo", "in web").output()).isEqualTo("in web");
    shell.log().await("hello World");
    web.log().await("response:200");
    web.stop(0);
    assertThat(shell.status().getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
  }

  @Test
  void containersOfAPodAreStartedSideBySide() {
    TestPod pod = crij.pods().run("many");
    List<TestContainer> containers =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(number -> pod.start(Containers.waiting("c" + number).build()))
            .toList();
    assertThat(containers).extracting(TestContainer::id).doesNotHaveDuplicates();
    assertThat(pod.containers())
        .hasSize(8)
        .allSatisfy(c -> assertThat(c.getState()).isEqualTo(ContainerState.CONTAINER_RUNNING));
  }

  @Test
  void podsAreStartedAndRemovedSideBySide() {
    List<TestPod> pods =
        IntStream.range(0, 6).parallel().mapToObj(number -> crij.pods().run("p" + number)).toList();
    pods.parallelStream().forEach(pod -> pod.start(Containers.waiting("shell").build()));
    assertThat(pods.stream().map(TestPod::ip)).doesNotHaveDuplicates().doesNotContain("");
    pods.parallelStream().forEach(TestPod::stop);
    pods.parallelStream().forEach(TestPod::remove);
    assertThat(crij.node().listPods()).isEmpty();
  }

  @Test
  void theListIsNarrowedByIdStatePodAndLabels() {
    TestPod one = crij.pods().run("one");
    TestPod other = crij.pods().run("other");
    TestContainer created =
        one.create(Containers.waiting("created").putLabels("color", "red").build());
    TestContainer running =
        one.start(Containers.waiting("running").putLabels("color", "blue").build());
    TestContainer elsewhere =
        other.start(Containers.waiting("elsewhere").putLabels("color", "red").build());

    assertThat(listed(ContainerFilter.newBuilder()))
        .containsExactlyInAnyOrder(created.id(), running.id(), elsewhere.id());
    assertThat(listed(ContainerFilter.newBuilder().setId(running.id())))
        .containsExactly(running.id());
    assertThat(listed(ContainerFilter.newBuilder().setId(running.id().substring(0, 20))))
        .containsExactly(running.id());
    assertThat(listed(ContainerFilter.newBuilder().setPodSandboxId(other.id())))
        .containsExactly(elsewhere.id());
    assertThat(
            listed(
                ContainerFilter.newBuilder()
                    .setState(
                        ContainerStateValue.newBuilder()
                            .setState(ContainerState.CONTAINER_RUNNING))))
        .containsExactlyInAnyOrder(running.id(), elsewhere.id());
    assertThat(
            listed(
                ContainerFilter.newBuilder()
                    .putLabelSelector("color", "red")
                    .setPodSandboxId(one.id())))
        .containsExactly(created.id());
    assertThat(listed(ContainerFilter.newBuilder().setId("ffff"))).isEmpty();
  }

  @Test
  void aNameAndAttemptAreOneContainer() {
    TestPod pod = crij.pods().run("twice");
    TestContainer first = pod.create(Containers.waiting("same").build());
    assertThat(pod.create(Containers.waiting("same").build()).id()).isEqualTo(first.id());
    assertRefused(pod, Containers.shell("same", "another command"));
    first.start();
    assertRefused(pod, Containers.waiting("same"));
    assertThat(pod.containers()).extracting(Container::getId).containsExactly(first.id());
    first.remove();
    pod.create(Containers.waiting("same").build());
  }

  private static void assertRefused(TestPod pod, ContainerConfig.Builder config) {
    assertThat(GrpcFailure.of(() -> pod.create(config.build())).code())
        .isEqualTo(Status.Code.ALREADY_EXISTS);
  }

  private List<String> listed(ContainerFilter.Builder filter) {
    return crij
        .client()
        .runtime()
        .listContainers(ListContainersRequest.newBuilder().setFilter(filter).build())
        .getContainersList()
        .stream()
        .map(Container::getId)
        .toList();
  }
}
