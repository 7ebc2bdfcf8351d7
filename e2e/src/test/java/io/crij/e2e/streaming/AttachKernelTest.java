package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.AttachRequest;
import io.crij.cri.v1.ContainerState;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attach over SPDY, through a real monitor. */
@TestInstance(Lifecycle.PER_CLASS)
class AttachKernelTest {
  private static final int MOST_CLIENTS = 32;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void severalClientsSeeTheOutputFromNowOn() {
    TestContainer shell = start(true, false, false);
    try (CommandStreams first = CommandStreams.attach(shell, true, false)) {
      first.type("echo one; echo oops >&2\n");
      first.awaitOutput("one\n");
      first.client().awaitText(first.stderr(), "oops\n");
      try (CommandStreams second = CommandStreams.attach(shell, true, false)) {
        awaitAttached(second);
        first.type("echo two\n");
        first.awaitOutput("two\n");
        second.awaitOutput("two\n");
        assertThat(second.client().text(second.stdout())).doesNotContain("one");
        second.type("echo three\n");
        first.awaitOutput("three\n");
      }
    }
    assertThat(shell.status().getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
  }

  /** What it types comes back, so that it is attached. */
  private static void awaitAttached(CommandStreams client) {
    client.type("echo ready\n");
    client.awaitOutput("ready\n");
  }

  @Test
  void aClientThatGoesLeavesTheContainerAndItsInputOpen() {
    TestContainer shell = start(true, false, false);
    try (CommandStreams first = CommandStreams.attach(shell, true, false)) {
      awaitAttached(first);
      first.client().end(first.stdin());
    }
    try (CommandStreams second = CommandStreams.attach(shell, true, false)) {
      awaitAttached(second);
    }
  }

  @Test
  void standardInputThatEndsOnceEndsWithItsFirstClient() {
    TestContainer shell = start(true, true, false);
    try (CommandStreams client = CommandStreams.attach(shell, true, false)) {
      client.type("echo -n hello");
      client.client().end(client.stdin());
      assertThat(client.output()).isEqualTo("hello");
      assertThat(client.status()).contains("Success");
    }
    assertThat(shell.awaitExit().getExitCode()).isZero();
  }

  @Test
  void whoOnlyLooksDoesNotEndStandardInput() {
    TestContainer shell = start(true, true, false);
    for (int i = 0; i < 3; i++) {
      CommandStreams spectator = CommandStreams.attach(shell, false, false);
      shell.shell("echo seen >/proc/1/fd/1");
      spectator.awaitOutput("seen");
      spectator.close();
    }
    try (CommandStreams client = CommandStreams.attach(shell, true, false)) {
      awaitAttached(client);
    }
  }

  @Test
  void theTerminalGetsTheClientsSize() {
    TestContainer shell = start(true, false, true);
    try (CommandStreams client = CommandStreams.attach(shell, true, true)) {
      client.resize(123, 45);
      Await.until(
          "the size arrives",
          SpdyClient.LIMIT,
          () -> {
            client.type("stty size\n");
            return client.client().text(client.stdout()).contains("45 123");
          });
    }
  }

  @Test
  void theEndOfTheContainerIsTheEndOfItsClients() {
    TestContainer shell = start(true, false, false);
    try (CommandStreams client = CommandStreams.attach(shell, true, false)) {
      client.type("seq 1 20000; exit 4\n");
      assertThat(client.output()).endsWith("20000\n");
      assertThat(client.output().lines()).hasSize(20000);
      assertThat(client.status()).contains("Success");
      client.client().awaitClosed();
    }
    assertThat(shell.awaitExit().getExitCode()).isEqualTo(4);
  }

  @Test
  void aClientThatReadsNothingHoldsTheContainerUpForAMomentOnly() {
    TestContainer shell = start(true, false, false);
    try (CommandStreams slow = CommandStreams.attach(shell, true, false)) {
      awaitAttached(slow);
      slow.client().stopReading();
      slow.type("yes | head -c 30000000 >/dev/stdout; echo over >/tmp/over\n");
      Await.until(
          "the container goes on",
          SpdyClient.LIMIT,
          () -> shell.shell("cat /tmp/over 2>/dev/null || true").equals("over"));
    }
  }

  @Test
  void aTerminalMustBeOneAndAContainerMustRun() {
    TestContainer shell = start(true, false, false);
    var request = AttachRequest.newBuilder().setContainerId(shell.id()).setStdout(true);
    assertThat(refusal(request.setTty(true).build())).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal(request.setTty(false).setStdout(false).build()))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    shell.stop(0);
    assertThat(refusal(request.setStdout(true).build())).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  private Status.Code refusal(AttachRequest request) {
    return GrpcFailure.of(() -> crij.client().runtime().attach(request)).code();
  }

  /** Row E4 of the weaknesses of others: clients of one container are counted. */
  @Test
  void e4TooManyClientsAreRefused() {
    TestContainer shell = start(true, false, false);
    List<CommandStreams> clients = new ArrayList<>();
    try {
      for (int i = 0; i < MOST_CLIENTS; i++) {
        clients.add(CommandStreams.attach(shell, true, false));
        awaitAttached(clients.getLast());
      }
      var request = AttachRequest.newBuilder().setContainerId(shell.id()).setStdout(true).build();
      assertThat(refusal(request)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      clients.removeLast().close();
      Await.until("a place is free", SpdyClient.LIMIT, () -> isTaken(request));
    } finally {
      clients.forEach(CommandStreams::close);
    }
  }

  private boolean isTaken(AttachRequest request) {
    try {
      return !crij.client().runtime().attach(request).getUrl().isEmpty();
    } catch (io.grpc.StatusRuntimeException full) {
      return false;
    }
  }

  private TestContainer start(boolean stdin, boolean once, boolean tty) {
    return crij.pods()
        .run("attach")
        .start(
            Containers.shell("shell", "exec sh")
                .setStdin(stdin)
                .setStdinOnce(once)
                .setTty(tty)
                .build());
  }
}
