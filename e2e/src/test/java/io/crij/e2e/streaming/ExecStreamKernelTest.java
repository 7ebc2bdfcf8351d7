package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.Handlers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exec over SPDY, as the kubelet and crictl speak it. */
@TestInstance(Lifecycle.PER_CLASS)
class ExecStreamKernelTest {
  private static final int LARGE = 10 << 20;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  static List<String> handlers() {
    return Handlers.usable();
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void outputErrorsAndCodeComeApart(String handler) {
    try (CommandStreams exec =
        CommandStreams.exec(
            shell(handler), false, "sh", "-c", "printf 'out\\n\\n'; printf err >&2; exit 7")) {
      assertThat(exec.output()).isEqualTo("out\n\n");
      assertThat(exec.errors()).isEqualTo("err");
      assertThat(exec.status())
          .contains("\"status\":\"Failure\"", "\"reason\":\"NonZeroExitCode\"")
          .contains("{\"reason\":\"ExitCode\",\"message\":\"7\"}");
      exec.client().awaitClosed();
    }
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void standardInputEndsWhenTheClientEndsIt(String handler) {
    try (CommandStreams exec = CommandStreams.exec(shell(handler), true, "wc", "-c")) {
      exec.client().write(exec.stdin(), new byte[100_000], true);
      assertThat(exec.output().strip()).isEqualTo("100000");
      assertThat(exec.status()).isEqualTo("{\"metadata\":{},\"status\":\"Success\"}");
    }
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void tenMegabytesGoEachWayAsTheyAre(String handler) {
    byte[] sent = new byte[LARGE];
    new Random(1).nextBytes(sent);
    try (CommandStreams exec = CommandStreams.exec(shell(handler), true, "cat")) {
      exec.client().write(exec.stdin(), sent, true);
      exec.status();
      assertThat(exec.client().bytes(exec.stdout())).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void theSessionEndsWithTheCommandThoughStandardInputIsOpen(String handler) {
    try (CommandStreams exec = CommandStreams.exec(shell(handler), true, "echo", "-n", "hello")) {
      assertThat(exec.output()).isEqualTo("hello");
      exec.status();
      exec.client().awaitClosed();
    }
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void aTerminalHasTheClientsSizeFromTheFirstOneOn(String handler) {
    try (CommandStreams exec = CommandStreams.execTty(shell(handler), "sh")) {
      exec.resize(111, 33);
      awaitSize(exec, "33 111");
      exec.type("trap 'touch /tmp/told' WINCH; echo set$((1 + 1))\n");
      exec.awaitOutput("set2");
      exec.resize(99, 22);
      awaitSize(exec, "22 99");
      exec.type("ls /tmp/told; tty; exit 5\n");
      exec.awaitOutput("/tmp/told");
      exec.awaitOutput("/dev/pts/");
      assertThat(exec.status()).contains("\"message\":\"5\"");
    }
  }

  private static void awaitSize(CommandStreams exec, String size) {
    Await.until(
        "the size " + size,
        SpdyClient.LIMIT,
        () -> {
          exec.type("stty size\n");
          return exec.client().text(exec.stdout()).contains(size);
        });
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void controlCInterruptsWhatRunsInTheTerminal(String handler) {
    try (CommandStreams exec = CommandStreams.execTty(shell(handler), "sh")) {
      exec.type("echo up$((1 + 1)); sleep 4000\n");
      exec.awaitOutput("up2");
      Await.until(
          "the command ends",
          SpdyClient.LIMIT,
          () -> {
            exec.type("\u0003echo code=$?\n");
            return exec.client().text(exec.stdout()).contains("code=130");
          });
      // The end of input as a terminal has it.
      exec.type("\u0004");
      exec.status();
    }
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void aClientThatGoesTakesTheWholeTreeWithIt(String handler) {
    TestContainer shell = shell(handler);
    CommandStreams exec =
        CommandStreams.exec(
            shell,
            true,
            "sh",
            "-c",
            "trap '' HUP; setsid sleep 4321 & sleep 4322 & echo up; sleep 4323");
    exec.awaitOutput("up");
    exec.client().connection().abort();
    Await.until(
        "nothing of it is left",
        Duration.ofSeconds(20),
        () -> !shell.shell("ps -o args").contains("sleep 432"));
    assertThat(shell.shell("echo still here")).isEqualTo("still here");
  }

  @Test
  void aCommandHearsThatItsClientHasGone() {
    TestContainer shell = shell();
    CommandStreams exec =
        CommandStreams.exec(
            shell,
            true,
            "sh",
            "-c",
            "trap 'echo hup >/tmp/heard; exit' HUP; echo up; sleep 30 & wait");
    exec.awaitOutput("up");
    exec.close();
    Await.until(
        "it heard it",
        SpdyClient.LIMIT,
        () -> shell.shell("cat /tmp/heard 2>/dev/null || true").equals("hup"));
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void aChildLeftInTheBackgroundIsNotWaitedForAndLivesOn(String handler) {
    TestContainer shell = shell(handler);
    try (CommandStreams exec =
        CommandStreams.exec(shell, false, "sh", "-c", "sleep 4325 & echo done; exit 3")) {
      assertThat(exec.output()).isEqualTo("done\n");
      assertThat(exec.status()).contains("\"message\":\"3\"");
    }
    assertThat(shell.shell("ps -o args")).contains("sleep 4325");
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void aCommandThatCannotBeStartedHasTheCodeOfAShell(String handler) {
    TestContainer shell = shell(handler);
    try (CommandStreams missing = CommandStreams.exec(shell, true, "/no/such/program");
        CommandStreams text = CommandStreams.exec(shell, true, "/etc/passwd")) {
      assertThat(missing.status()).contains("\"message\":\"127\"");
      assertThat(text.status()).contains("\"message\":\"126\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"})
  void olderProtocolsHaveTheirOwnStatus(String protocol) {
    String url = CommandStreams.execUrl(shell(), false, false, "sh", "-c", "echo out; exit 9");
    try (CommandStreams exec = CommandStreams.open(url, false, false, protocol)) {
      assertThat(exec.output()).isEqualTo("out\n");
      assertThat(exec.status())
          .contains(
              protocol.startsWith("v4")
                  ? "\"reason\":\"NonZeroExitCode\""
                  : "command terminated with exit code 9");
    }
  }

  @Test
  void theClientsOrderOfProtocolsCounts() {
    String url = CommandStreams.execUrl(shell(), false, false, "true");
    try (StreamConnection connection = StreamConnection.open(url)) {
      StreamConnection.Head head =
          connection.askForSpdy("v9.channel.k8s.io", "v4.channel.k8s.io", "v5.channel.k8s.io");
      assertThat(head.status()).isEqualTo(101);
      assertThat(head.values("X-Stream-Protocol-Version")).containsExactly("v4.channel.k8s.io");
    }
  }

  @Test
  void aStreamThatIsResetEndsNoOther() {
    try (CommandStreams exec =
        CommandStreams.exec(
            shell(), true, "sh", "-c", "echo out; echo err >&2; read x; echo $x >&2")) {
      exec.client().awaitText(exec.stderr(), "err");
      exec.client().reset(exec.stdout());
      exec.type("more\n");
      assertThat(exec.errors()).isEqualTo("err\nmore\n");
      assertThat(exec.status()).contains("Success");
    }
  }

  @Test
  void aReaderThatStopsStopsTheWriterAndNothingIsLost() {
    TestContainer shell = shell();
    try (CommandStreams exec =
        CommandStreams.exec(
            shell, false, "sh", "-c", "yes | head -c 50000000; echo end >/tmp/end")) {
      exec.client().keepNothing();
      exec.awaitClientHas(1);
      exec.client().stopReading();
      String held = shell.shell("sleep 1; cat /tmp/end 2>/dev/null || echo running");
      exec.client().readOn();
      exec.status();
      assertThat(held).isEqualTo("running");
      assertThat(exec.client().total(exec.stdout())).isEqualTo(50_000_000);
    }
  }

  @Test
  void pingsAreAnswered() {
    try (CommandStreams exec = CommandStreams.exec(shell(), true, "cat")) {
      exec.client().ping(1);
      Await.until("a pong", SpdyClient.LIMIT, () -> exec.client().hasPong(1));
      exec.client().end(exec.stdin());
      exec.status();
    }
  }

  private TestContainer shell() {
    return crij.pods().run("exec").start(Containers.waiting("shell").build());
  }

  private TestContainer shell(String handler) {
    return crij.pods()
        .run(crij.pods().config("exec").build(), handler)
        .start(Containers.waiting("shell").build());
  }
}
