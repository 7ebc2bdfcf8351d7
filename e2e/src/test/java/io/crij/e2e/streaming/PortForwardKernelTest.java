package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PortForwardRequest;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Port-forward over SPDY into pods, whose servers listen on their loopback address only. */
@TestInstance(Lifecycle.PER_CLASS)
class PortForwardKernelTest {
  static final NamespaceOption NODE =
      NamespaceOption.newBuilder()
          .setNetwork(NamespaceMode.NODE)
          .setPid(NamespaceMode.CONTAINER)
          .build();

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  static String url(TestPod pod, Integer... ports) {
    return pod.client()
        .get()
        .runtime()
        .portForward(
            PortForwardRequest.newBuilder()
                .setPodSandboxId(pod.id())
                .addAllPort(List.of(ports))
                .build())
        .getUrl();
  }

  @Test
  void bytesGoBothWaysAndEachDirectionEndsByItself() {
    TestPod pod = serving("nc -ll -p 7000 -e sh -c 'wc -c; echo bye'", "7000");
    byte[] sent = new byte[3 << 20];
    new Random(2).nextBytes(sent);
    try (Forwards forwards = Forwards.connect(url(pod))) {
      Forwards.One one = forwards.open(7000);
      one.write(sent, true);
      assertThat(one.output().strip()).isEqualTo(sent.length + "\nbye");
      assertThat(one.errors()).isEmpty();
    }
  }

  @Test
  void manyConnectionsAreForwardedAtTheSameTime() throws IOException {
    TestPod pod = crij.pods().run(crij.pods().config("node", NODE).build());
    try (EchoServer server = EchoServer.start(300);
        Forwards forwards = Forwards.connect(url(pod))) {
      List<Forwards.One> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(forwards.open(server.port()));
      }
      for (int i = 0; i < all.size(); i++) {
        all.get(i).write("connection " + i, false);
      }
      for (int i = 0; i < all.size(); i++) {
        all.get(i).awaitOutput("connection " + i);
      }
      all.forEach(one -> one.write("", true));
      assertThat(all).allSatisfy(one -> assertThat(one.errors()).isEmpty());
    }
  }

  @Test
  void aPodIsVisitedByManyAtTheSameTime() {
    TestPod pod = serving("httpd -f -p 7006 -h /www", "7006");
    try (Forwards forwards = Forwards.connect(url(pod))) {
      List<Forwards.One> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(forwards.open(7006));
      }
      all.forEach(one -> one.write("GET / HTTP/1.0\r\n\r\n", true));
      assertThat(all).allSatisfy(one -> assertThat(one.output()).startsWith("HTTP/1."));
    }
  }

  @Test
  void whatCannotBeReachedIsSaidOnTheErrorStreamAndTheOthersGoOn() {
    TestPod pod = serving("nc -ll -p 7002 -e cat", "7002");
    try (Forwards forwards = Forwards.connect(url(pod))) {
      Forwards.One good = forwards.open(7002);
      Forwards.One bad = forwards.open(7999);
      assertThat(bad.errors())
          .startsWith("error forwarding port 7999 to pod " + pod.id())
          .contains("connection refused");
      assertThat(bad.output()).isEmpty();
      good.write("still", true);
      assertThat(good.output()).isEqualTo("still");
    }
  }

  @Test
  void aServerOnTheSixthVersionAloneIsReached() {
    TestPod pod = serving("httpd -f -p [::1]:7003 -h /www", "7003");
    try (Forwards forwards = Forwards.connect(url(pod))) {
      Forwards.One one = forwards.open(7003);
      one.write("GET / HTTP/1.0\r\n\r\n", false);
      assertThat(one.output()).startsWith("HTTP/1.");
    }
  }

  @Test
  void aPodInTheNodesNetworkHasTheNodesPorts() throws IOException {
    TestPod pod = crij.pods().run(crij.pods().config("node", NODE).build());
    try (ServerSocket server = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
        Forwards forwards = Forwards.connect(url(pod))) {
      Forwards.One one = forwards.open(server.getLocalPort());
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write(new byte[] {'n', 'o', 'd', 'e'});
      }
      one.write(new byte[0], true);
      assertThat(one.output()).isEqualTo("node");
    }
  }

  @Test
  void theWrongProtocolIsToldTheRightOne() {
    TestPod pod = crij.pods().run("protocol");
    try (StreamConnection connection = StreamConnection.open(url(pod))) {
      StreamConnection.Head head = connection.askForSpdy("v4.channel.k8s.io");
      assertThat(head.status()).isEqualTo(403);
      assertThat(head.values("X-Accepted-Stream-Protocol-Versions"))
          .containsExactly("portforward.k8s.io");
    }
  }

  @Test
  void onlyAReadyPodHasPorts() {
    TestPod pod = crij.pods().run("gone");
    pod.stop();
    assertThat(GrpcFailure.of(() -> url(pod)).code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    pod.remove();
    assertThat(GrpcFailure.of(() -> url(pod)).code()).isEqualTo(Status.Code.NOT_FOUND);
    TestPod ready = crij.pods().run("ports");
    assertThat(GrpcFailure.of(() -> url(ready, 70_000)).code())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private TestPod serving(String server, String port) {
    TestPod pod = crij.pods().run("ports");
    TestContainer container = pod.start(Containers.shell("server", server).build());
    Await.until(
        "a server listens on " + port,
        SpdyClient.LIMIT,
        () ->
            container
                .shell("netstat -ltn | grep -q ':" + port + " ' && echo yes || echo no")
                .equals("yes"));
    return pod;
  }
}
