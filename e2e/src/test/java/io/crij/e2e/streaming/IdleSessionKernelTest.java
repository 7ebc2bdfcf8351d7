package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A short idle time-out. */
@TestInstance(Lifecycle.PER_CLASS)
class IdleSessionKernelTest {
  @RegisterExtension
  private final SharedNode crij =
      SharedNode.with(
          setup -> setup.withConfiguration("[crij.api]\nstream_idle_timeout = \"3s\"\n"));

  @Test
  void pingsDoNotKeepASessionAndTrafficDoes() {
    TestContainer shell = crij.pods().run("idle").start(Containers.waiting("shell").build());
    try (CommandStreams busy =
            CommandStreams.exec(
                shell, true, "sh", "-c", "for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 1; done");
        CommandStreams idle = CommandStreams.exec(shell, true, "cat")) {
      for (int id = 1; !idle.client().isClosed() && id < 10_000; id += 2) {
        int ping = id;
        try {
          idle.client().ping(ping);
        } catch (java.io.UncheckedIOException closed) {
          break;
        }
        Await.until(
            "a pong or the end",
            SpdyClient.LIMIT,
            () -> idle.client().hasPong(ping) || idle.client().isClosed());
      }
      idle.client().awaitClosed();
      assertThat(busy.output()).endsWith("8\n");
      assertThat(busy.status()).contains("Success");
    }
  }
}
