package io.crij.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PortMapping;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.PodHttp;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class HostPortKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final PodHttp http = new PodHttp();

  @BeforeAll
  void pullWeb() {
    crij.node().keep(TestImage.WEB);
  }

  @Test
  void aPortOfTheHostLeadsToThePodUntilItIsStopped() throws IOException {
    int port = freePort();
    TestPod pod = crij.pods().run(withHostPort("web", port));
    pod.start(Containers.of(TestImage.WEB, "web").build());
    assertThat(http.get("127.0.0.1", port)).contains("Hello from a pod");
    assertThat(http.get(crij.node().network().gateway(), port)).contains("Hello from a pod");
    pod.stop();
    assertThat(http.isRefused("127.0.0.1", port)).isTrue();
  }

  @Test
  void aPortThatAnotherPodHasIsRefusedAndLeavesThatPodAlone() throws IOException {
    int port = freePort();
    TestPod first = crij.pods().run(withHostPort("first", port));
    first.start(Containers.of(TestImage.WEB, "web").build());
    http.get("127.0.0.1", port);

    GrpcFailure refusal = GrpcFailure.of(() -> crij.pods().run(withHostPort("second", port)));
    assertThat(refusal.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refusal.message()).contains(Integer.toString(port));
    assertThat(http.get("127.0.0.1", port)).contains("Hello from a pod");
    assertThat(crij.node().listPods()).hasSize(1);

    first.stop();
    crij.pods().run(withHostPort("second", port));
  }

  @Test
  void aHostPortOfZeroMeansNone() {
    TestPod pod = crij.pods().run(withHostPort("none", 0));
    pod.start(Containers.of(TestImage.WEB, "web").build());
    assertThat(http.get(pod.ip(), 80)).contains("Hello from a pod");
  }

  private PodSandboxConfig withHostPort(String name, int hostPort) {
    return crij.pods()
        .config(name)
        .addPortMappings(PortMapping.newBuilder().setContainerPort(80).setHostPort(hostPort))
        .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
