package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.grpc.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in: rows E9, E10 and J8 of the weaknesses of others. */
@TestInstance(Lifecycle.PER_CLASS)
class StreamAccessKernelTest {
  private static final int WAITING = 1000;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void e10AnAddressIsGoodOnce() {
    String url = url();
    assertThat(status(url)).isEqualTo(101);
    assertThat(status(url)).isEqualTo(404);
    assertThat(crij.node().log()).doesNotContain(token(url));
  }

  @Test
  void e10AnAddressIsGoodForWhatItWasMadeForOnly() {
    assertThat(status(url().replace("/exec/", "/attach/"))).isEqualTo(404);
    assertThat(status(url().replace("/exec/", "/portforward/"))).isEqualTo(404);
  }

  @Test
  void e10WhatIsNotAnAddressIsRefusedAlike() {
    String url = url();
    String other = url.substring(0, url.length() - 1) + (url.endsWith("A") ? "B" : "A");
    String root = url.substring(0, url.indexOf("/exec/"));
    for (String wrong : new String[] {other, root + "/", root + "/exec/", root + "/metrics"}) {
      assertThat(answer(wrong)).isEqualTo(answer(root + "/exec/" + "x".repeat(32)));
    }
    // It was not used up by any of those.
    assertThat(status(url)).isEqualTo(101);
  }

  @Test
  void e10TheAddressIsOnTheLoopbackInterfaceAndUnguessable() {
    URI first = URI.create(url());
    URI second = URI.create(url());
    assertThat(first.getHost()).isEqualTo("127.0.0.1");
    assertThat(token(first.toString())).matches("[A-Za-z0-9_-]{32}");
    assertThat(token(first.toString())).isNotEqualTo(token(second.toString()));
  }

  @Test
  void e10OneRequestTooManyIsRefusedUntilThereIsRoom() {
    TestContainer shell = crij.pods().run("many").start(Containers.waiting("shell").build());
    String last = "";
    int issued = 0;
    Status.Code code = Status.Code.OK;
    while (code == Status.Code.OK && issued <= WAITING) {
      try {
        last = CommandStreams.execUrl(shell, false, false, "true");
        issued++;
      } catch (io.grpc.StatusRuntimeException full) {
        code = GrpcFailure.of(full.getStatus()).code();
      }
    }
    assertThat(code).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(issued).isBetween(WAITING - 50, WAITING);
    try (CommandStreams exec = CommandStreams.open(last, false, false)) {
      assertThat(exec.status()).contains("Success");
    }
    // For the other tests of this node, whose addresses would have to wait a minute otherwise.
    crij.node().daemon().terminate();
    crij.node().daemon().start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//evil.example/", "http://evil.example/", "/%2e%2e/", "/exec/../"})
  void e9NothingIsRedirectedAndNoHeaderIsBelieved(String path) {
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n";
    String answer = raw(request);
    assertThat(answer).startsWith("HTTP/1.1 404").doesNotContain("evil.example");
    assertThat(url()).doesNotContain("evil.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        "this is not HTTP\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\n\r\n"
      })
  void j8WhatIsNotOneProperRequestIsRefused(String request) {
    assertThat(raw(request)).matches("(?s)(HTTP/1.1 40[04] .*|)");
  }

  @Test
  void j8ASecondRequestIsNotAnswered() {
    String request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    assertThat(raw(request + request).split("HTTP/1.1 ", -1)).hasSize(2);
  }

  @Test
  void j8RequestsHaveTheirLimits() {
    assertThat(raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414");
    String large = "X: " + "a".repeat(1 << 20) + "\r\n";
    assertThat(raw("GET / HTTP/1.1\r\n" + large + "\r\n")).matches("(?s)(HTTP/1.1 431.*|)");
  }

  @Test
  void aGoodAddressNeedsAnUpgrade() {
    String path = URI.create(url()).getRawPath();
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void unknownVersionsAreToldTheKnownOnes() {
    try (StreamConnection connection = StreamConnection.open(url())) {
      StreamConnection.Head head = connection.askForSpdy("v9.channel.k8s.io");
      assertThat(head.status()).isEqualTo(403);
      assertThat(head.values("X-Accepted-Stream-Protocol-Versions"))
          .containsExactly(
              "v5.channel.k8s.io",
              "v4.channel.k8s.io",
              "v3.channel.k8s.io",
              "v2.channel.k8s.io",
              "channel.k8s.io");
    }
  }

  private String url() {
    TestContainer shell = new TestContainer(crij.pods().run("access").client(), container());
    return CommandStreams.execUrl(shell, false, false, "true");
  }

  private String container() {
    return crij.pods().run("shell").start(Containers.waiting("shell").build()).id();
  }

  private static String token(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static int status(String url) {
    try (StreamConnection connection = StreamConnection.open(url)) {
      return connection.askForSpdy("v5.channel.k8s.io", "portforward.k8s.io").status();
    }
  }

  private static String answer(String url) {
    try (StreamConnection connection = StreamConnection.open(url)) {
      StreamConnection.Head head = connection.askForSpdy("v5.channel.k8s.io");
      return head + new String(connection.readAll(), StandardCharsets.UTF_8);
    }
  }

  private String raw(String request) {
    try (StreamConnection connection = StreamConnection.open(url())) {
      connection.send(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(connection.readAll(), StandardCharsets.UTF_8);
    }
  }
}
