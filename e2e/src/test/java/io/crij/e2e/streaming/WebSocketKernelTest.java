package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exec, attach and port-forward over a WebSocket. */
@TestInstance(Lifecycle.PER_CLASS)
class WebSocketKernelTest {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int NORMAL = 1000;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @ParameterizedTest
  @ValueSource(strings = {"v5.channel.k8s.io", "v4.channel.k8s.io"})
  void channelsAreDescriptors(String protocol) {
    String url =
        CommandStreams.execUrl(
            shell(), true, false, "sh", "-c", "read x; echo $x; echo e >&2; exit 4");
    try (WebSocketClient client = new WebSocketClient(url, protocol)) {
      assertThat(client.protocol()).isEqualTo(protocol);
      client.send(STDIN, "hello\n");
      assertThat(client.closeCode()).isEqualTo(NORMAL);
      assertThat(client.text(STDOUT)).isEqualTo("hello\n");
      assertThat(client.text(STDERR)).isEqualTo("e\n");
      assertThat(client.text(ERROR)).contains("\"reason\":\"ExitCode\",\"message\":\"4\"");
    }
  }

  @Test
  void theCloseSignalEndsStandardInput() {
    String url = CommandStreams.execUrl(shell(), true, false, "wc", "-c");
    try (WebSocketClient client = new WebSocketClient(url, "v5.channel.k8s.io")) {
      client.send(STDIN, "12345");
      client.end(STDIN);
      assertThat(client.closeCode()).isEqualTo(NORMAL);
      assertThat(client.text(STDOUT).strip()).isEqualTo("5");
      assertThat(client.text(ERROR)).contains("Success");
    }
  }

  @Test
  void theVariantInTextIsBase64() {
    String url = CommandStreams.execUrl(shell(), true, false, "head", "-n", "1");
    try (WebSocketClient client = new WebSocketClient(url, "v4.base64.channel.k8s.io")) {
      client.sendBase64(STDIN, "line\n");
      assertThat(client.closeCode()).isEqualTo(NORMAL);
      assertThat(client.text(STDOUT)).isEqualTo("line\n");
      assertThat(client.text(ERROR)).contains("Success");
    }
  }

  @Test
  void textIsRefusedWherePlainBytesWereAgreedOn() {
    String url = CommandStreams.execUrl(shell(), true, false, "cat");
    try (WebSocketClient client = new WebSocketClient(url, "v5.channel.k8s.io")) {
      client.sendText("0hello");
      assertThat(client.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void pingsAreAnswered() {
    String url = CommandStreams.execUrl(shell(), true, false, "cat");
    try (WebSocketClient client = new WebSocketClient(url, "v5.channel.k8s.io")) {
      client.ping();
      Await.until("a pong", SpdyClient.LIMIT, client::isPonged);
    }
  }

  @Test
  void aTerminalIsResizedThroughItsChannel() {
    String url = CommandStreams.execUrl(shell(), true, true, "sh");
    try (WebSocketClient client = new WebSocketClient(url, "v5.channel.k8s.io")) {
      client.send(4, "{\"Width\":120,\"Height\":40}");
      Await.until(
          "the size",
          SpdyClient.LIMIT,
          () -> {
            client.send(STDIN, "stty size\n");
            return client.text(STDOUT).contains("40 120");
          });
    }
  }

  @Test
  void theOlderPortForwardHasTwoChannelsForEachPort() throws IOException {
    TestPod pod = crij.pods().run(crij.pods().config("node", PortForwardKernelTest.NODE).build());
    try (EchoServer server = EchoServer.start(5);
        WebSocketClient client =
            new WebSocketClient(
                PortForwardKernelTest.url(pod, server.port(), 1), "v4.channel.k8s.io")) {
      client.send(0, "echo");
      Await.until("an echo", SpdyClient.LIMIT, () -> client.text(0).endsWith("echo"));
      assertThat(client.bytes(0)).startsWith(server.port() & 0xff, server.port() >> 8);
      client.awaitText(3, "connection refused");
    }
  }

  private TestContainer shell() {
    return crij.pods().run("websocket").start(Containers.waiting("shell").build());
  }
}
