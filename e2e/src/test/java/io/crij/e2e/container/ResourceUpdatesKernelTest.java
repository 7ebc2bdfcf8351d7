package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crij.cri.v1.LinuxContainerResources;
import io.crij.cri.v1.UpdateContainerResourcesRequest;
import io.crij.cri.v1.UpdatePodSandboxResourcesRequest;
import io.crij.e2e.harness.Cgroups;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class ResourceUpdatesKernelTest {
  private static final LinuxContainerResources WANTED =
      LinuxContainerResources.newBuilder()
          .setCpuShares(512)
          .setCpuPeriod(100_000)
          .setCpuQuota(50_000)
          .setMemoryLimitInBytes(64 << 20)
          .build();

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void aContainerHasThemAlsoAfterARestart() {
    TestContainer container = crij.pods().run("resized").start(Containers.waiting("shell").build());
    crij.client()
        .runtime()
        .updateContainerResources(
            UpdateContainerResourcesRequest.newBuilder()
                .setContainerId(container.id())
                .setLinux(WANTED)
                .build());

    assertThat(container.status().getResources().getLinux()).isEqualTo(WANTED);
    crij.node().daemon().terminate();
    crij.node().daemon().start();
    assertThat(container.status().getResources().getLinux()).isEqualTo(WANTED);
    if (Cgroups.isVersion1()) {
      assertThat(Cgroups.value(container.pid(), "cpu", "cpu.cfs_quota_us")).isEqualTo("50000");
    }
  }

  @Test
  void aPodsOwnGroupHasThem() throws IOException {
    assumeThat(Cgroups.isVersion1()).isTrue();
    TestPod pod = crij.pods().run("resized");
    TestContainer container = pod.start(Containers.waiting("shell").build());

    update(pod);

    Path group =
        Path.of("/sys/fs/cgroup/memory")
            .resolve(Cgroups.path(container.pid(), "memory").substring(1))
            .getParent();
    assertThat(group.resolve("memory.limit_in_bytes"))
        .hasContent(Long.toString((64 << 20) + (16 << 20)));
  }

  /** The kubelet has changed it before it calls. */
  @Test
  void aGroupOfTheKubeletStaysAsItIs() throws IOException {
    assumeThat(Cgroups.isVersion1()).isTrue();
    var config = crij.pods().config("resized").build();
    String name = config.getLinux().getCgroupParent().substring(1);
    List<Path> hierarchies =
        Cgroups.hierarchies().stream()
            .filter(hierarchy -> Files.exists(hierarchy.resolve("cgroup.procs")))
            .toList();
    for (Path hierarchy : hierarchies) {
      Files.createDirectories(hierarchy.resolve(name));
    }
    Path limit = Path.of("/sys/fs/cgroup/memory", name, "memory.limit_in_bytes");
    String before = Files.readString(limit);
    TestPod pod = crij.pods().run(config);

    update(pod);

    assertThat(limit).hasContent(before.strip());
    pod.stop();
    pod.remove();
    for (Path hierarchy : hierarchies) {
      Files.delete(hierarchy.resolve(name));
      Files.delete(hierarchy.resolve(name).getParent());
    }
  }

  @Test
  void whoIsNotThereIsNotFound() {
    GrpcFailure refusal =
        GrpcFailure.of(
            () ->
                update(
                    new TestPod(crij::client, "ab".repeat(32), crij.pods().config("x").build())));
    assertThat(refusal.code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  private void update(TestPod pod) {
    crij.client()
        .runtime()
        .updatePodSandboxResources(
            UpdatePodSandboxResourcesRequest.newBuilder()
                .setPodSandboxId(pod.id())
                .setResources(WANTED)
                .setOverhead(LinuxContainerResources.newBuilder().setMemoryLimitInBytes(16 << 20))
                .build());
  }
}
