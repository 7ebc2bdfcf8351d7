package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins that misbehave: shell scripts in the place of the real ones. */
final class PluginFaultsKernelTest {
  private static final String RESULT =
      "echo '{\"cniVersion\":\"1.0.0\",\"ips\":[{\"address\":\"10.7.0.9/24\"}]}'\n";

  @TempDir private Path temporary;
  private TestNode node;

  @BeforeEach
  void makeNode() throws IOException, InterruptedException {
    node = new TestNode(temporary);
    node.namespace("pod1");
    node.network(
        "{\"cniVersion\":\"1.0.0\",\"name\":\"pods\",\"plugins\":[{\"type\":\"faulty\"}]}");
  }

  @AfterEach
  void leaveNothing() throws IOException {
    node.close();
  }

  @Test
  void aPluginThatHangsIsKilledWithItsChildren() throws IOException {
    node.plugin("faulty", "sleep 1000 &\necho $$ $! >$base/pids\nwait\n");
    Cni cni = node.cni();

    assertThatThrownBy(() -> cni.add(node.attachment("pod1"), Duration.ofMillis(500)))
        .isInstanceOf(DeadlineExceeded.class)
        .hasMessageContainingAll("'faulty'", "ADD", "pod1", "'pods'", "0.5 s");
    for (String pid : Files.readString(node.path("pids")).strip().split(" ")) {
      assertThat(isRunning(pid)).as("process %s", pid).isFalse();
    }
    assertThat(cni.attachments()).containsExactly("pod1");
    assertThat(cni.cached("pod1")).isEmpty();

    node.plugin("faulty", "");
    cni.del("pod1");
    assertThat(cni.attachments()).isEmpty();
  }

  @Test
  void aHangingDelKeepsTheAttachment() throws IOException {
    node.plugin("faulty", RESULT);
    Cni cni = node.cni(Duration.ofMillis(300));
    cni.add(node.attachment("pod1"), TestNode.LONG);

    node.plugin("faulty", "sleep 1000\n");
    assertThatThrownBy(() -> cni.del("pod1"))
        .isInstanceOf(DeadlineExceeded.class)
        .hasMessageContaining("DEL");
    assertThat(cni.attachments()).containsExactly("pod1");

    node.plugin("faulty", "");
    cni.del("pod1");
    assertThat(cni.attachments()).isEmpty();
  }

  @Test
  void tellsEverythingThatAFailingPluginSaid() throws IOException {
    node.plugin(
        "faulty",
        "echo '{\"cniVersion\":\"1.0.0\",\"code\":103,\"msg\":\"no address left\",\"details\":\"in"
            + " 10.7.0.0/24\"}'\nexit 1\n");

    assertThatThrownBy(() -> node.cni().add(node.attachment("pod1"), TestNode.LONG))
        .isInstanceOf(Internal.class)
        .hasMessageContainingAll("'faulty'", "ADD", "pod1", "'pods'", "code 103")
        .hasMessageContainingAll("no address left", "in 10.7.0.0/24", "10-test.conflist");
  }

  @Test
  void aPluginThatAsksToTryAgainIsUnavailable() throws IOException {
    node.plugin("faulty", "echo '{\"code\":11,\"msg\":\"agent starts\"}'\nexit 1\n");

    assertThatThrownBy(() -> node.cni().add(node.attachment("pod1"), TestNode.LONG))
        .isInstanceOf(Unavailable.class)
        .hasMessageContainingAll("code 11: agent starts", "try again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "echo 'panic: nil map' >&2; exit 2|exit code 2: panic: nil map",
        "echo 'not json'; exit 3|exit code 3: not json",
        "exit 4|exit code 4, it said nothing",
        "kill -SEGV $$|SIGSEGV",
        "true|it printed nothing",
        "echo 'garbage'|it printed no JSON: garbage",
        "echo '[]'|it printed no JSON object",
        "echo '{\"cniVersion\":\"0.2.0\"}'|'0.2.0' is not supported",
        "head -c 2000000 /dev/zero|more than 1 MiB",
        "echo '{\"ips\":[{\"address\":\"x\"}]}'|'x' is not an IP address"
      })
  void anythingElseThanAResultIsAFailureThatCanBeUndone(String script, String said)
      throws IOException {
    node.plugin("faulty", script + "\n");
    Cni cni = node.cni();

    assertThatThrownBy(() -> cni.add(node.attachment("pod1"), TestNode.LONG))
        .isInstanceOf(Internal.class)
        .hasMessageContainingAll("'faulty'", "pod1", said);
    node.plugin("faulty", "");
    cni.del("pod1");
    assertThat(cni.attachments()).isEmpty();
  }

  @Test
  void aDelThatFailsIsRepeatedUntilItSucceeds() throws IOException {
    node.plugin("faulty", RESULT);
    Cni cni = node.cni();
    cni.add(node.attachment("pod1"), TestNode.LONG);

    node.plugin("faulty", "[ -e $base/tried ] && exit 0\ntouch $base/tried\necho lost >&2\nexit 1");
    assertThatThrownBy(() -> cni.del("pod1"))
        .isInstanceOf(Internal.class)
        .hasMessageContainingAll("DEL", "pod1", "lost");
    assertThat(cni.attachments()).containsExactly("pod1");
    assertThat(cni.cached("pod1")).isPresent();

    cni.del("pod1");
    assertThat(cni.attachments()).isEmpty();
    assertThat(cni.cached("pod1")).isEmpty();
  }

  @Test
  void aContainerThatThePluginDoesNotKnowIsDetached() throws IOException {
    node.plugin("faulty", RESULT);
    Cni cni = node.cni();
    cni.add(node.attachment("pod1"), TestNode.LONG);

    node.plugin("faulty", "echo '{\"code\":3,\"msg\":\"unknown container\"}'\nexit 1\n");
    cni.del("pod1");
    assertThat(cni.attachments()).isEmpty();
  }

  private static boolean isRunning(String pid) throws IOException {
    Path stat = Path.of("/proc", pid, "stat");
    return Files.exists(stat) && !Files.readString(stat).matches("(?s).*\\) Z .*");
  }
}
