package io.crij.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxFilter;
import io.crij.cri.v1.PodSandboxState;
import io.crij.cri.v1.PodSandboxStateValue;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestPod;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which pods are listed, and that one set of metadata means one pod. */
@TestInstance(Lifecycle.PER_CLASS)
class PodListKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void theListIsNarrowedByIdStateAndLabels() {
    TestPod red = crij.pods().run(crij.pods().config("red").putLabels("color", "red").build());
    TestPod blue = crij.pods().run(crij.pods().config("blue").putLabels("color", "blue").build());
    blue.stop();

    assertThat(listed(PodSandboxFilter.newBuilder()))
        .containsExactlyInAnyOrder(red.id(), blue.id());
    assertThat(listed(PodSandboxFilter.newBuilder().setId(red.id()))).containsExactly(red.id());
    assertThat(listed(PodSandboxFilter.newBuilder().setId(red.id().substring(0, 20))))
        .containsExactly(red.id());
    assertThat(listed(inState(PodSandboxState.SANDBOX_READY))).containsExactly(red.id());
    assertThat(listed(inState(PodSandboxState.SANDBOX_NOTREADY))).containsExactly(blue.id());
    assertThat(listed(PodSandboxFilter.newBuilder().putLabelSelector("color", "blue")))
        .containsExactly(blue.id());
    assertThat(listed(inState(PodSandboxState.SANDBOX_READY).putLabelSelector("color", "blue")))
        .isEmpty();
  }

  @Test
  void callsForTheSamePodGetTheSamePod() {
    PodSandboxConfig config = crij.pods().config("same").build();
    List<String> ids =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(_ -> crij.pods().run(config).id())
            .distinct()
            .toList();
    assertThat(ids).hasSize(1);
    assertThat(crij.pods().run(config).id()).isEqualTo(ids.getFirst());
    assertThat(crij.node().listPods()).hasSize(1);
  }

  @Test
  void theNextAttemptIsAnotherPod() {
    PodSandboxConfig.Builder config = crij.pods().config("attempts");
    TestPod first = crij.pods().run(config.build());
    first.stop();
    config.getMetadataBuilder().setAttempt(1);
    TestPod second = crij.pods().run(config.build());
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(crij.node().listPods()).hasSize(2);
  }

  private static PodSandboxFilter.Builder inState(PodSandboxState state) {
    return PodSandboxFilter.newBuilder()
        .setState(PodSandboxStateValue.newBuilder().setState(state));
  }

  private List<String> listed(PodSandboxFilter.Builder filter) {
    return crij
        .client()
        .runtime()
        .listPodSandbox(ListPodSandboxRequest.newBuilder().setFilter(filter).build())
        .getItemsList()
        .stream()
        .map(PodSandbox::getId)
        .toList();
  }
}
