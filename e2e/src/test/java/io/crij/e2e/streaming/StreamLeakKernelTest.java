package io.crij.e2e.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.Processes;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What many sessions leave in the daemon: nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class StreamLeakKernelTest {
  /** Idle threads of pools end after half a minute. */
  private static final Duration SETTLING = Duration.ofSeconds(60);

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void fiveHundredExecsLeaveNoDescriptorThreadOrProcess() {
    TestContainer shell = shell();
    exec(shell);
    Count before = Count.of(crij.node().daemon().pid());
    for (int i = 0; i < 500; i++) {
      exec(shell);
    }
    awaitNoMoreThan(before);
    assertThat(shell.shell("ps -o args").lines().filter(line -> line.contains("true"))).isEmpty();
  }

  private static void exec(TestContainer shell) {
    try (CommandStreams exec = CommandStreams.exec(shell, true, "true")) {
      assertThat(exec.status()).contains("Success");
    }
  }

  /** Row E4 of the weaknesses of others. */
  @Test
  void e4AttachesThatEndInAnyWayLeaveNothing() {
    TestContainer shell =
        crij.pods()
            .run("attach")
            .start(Containers.shell("shell", "exec sh").setStdin(true).build());
    CommandStreams.attach(shell, true, false).close();
    Count before = Count.of(crij.node().daemon().pid());
    for (int i = 0; i < 200; i++) {
      CommandStreams client = CommandStreams.attach(shell, true, false);
      if (i % 2 == 0) {
        client.client().connection().abort();
      } else {
        client.close();
      }
      // Not more at one time than may be attached.
      if (i % 16 == 15) {
        awaitNoMoreThan(before);
      }
    }
    awaitNoMoreThan(before);
  }

  @Test
  void manySessionsAreOpenAtTheSameTime() {
    TestContainer shell = shell();
    Count before = Count.of(crij.node().daemon().pid());
    List<CommandStreams> open = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        open.add(CommandStreams.exec(shell, true, "cat"));
      }
      Count during = Count.of(crij.node().daemon().pid());
      for (int i = 0; i < open.size(); i++) {
        open.get(i).type("session " + i + "\n");
      }
      for (int i = 0; i < open.size(); i++) {
        open.get(i).awaitOutput("session " + i + "\n");
      }
      // No session has a thread.
      assertThat(during.threads() - before.threads()).isLessThan(40);
      open.forEach(session -> session.client().end(session.stdin()));
      open.forEach(session -> assertThat(session.status()).contains("Success"));
    } finally {
      open.forEach(CommandStreams::close);
    }
    awaitNoMoreThan(before);
  }

  private void awaitNoMoreThan(Count before) {
    Await.until(
        "no more than " + before + ", now " + Count.of(crij.node().daemon().pid()),
        SETTLING,
        () -> {
          Count now = Count.of(crij.node().daemon().pid());
          return now.descriptors() <= before.descriptors() + 2
              && now.threads() <= before.threads() + 20;
        });
  }

  private record Count(int descriptors, int threads) {
    static Count of(long pid) {
      return new Count(
          Processes.openFiles(pid).size(), Integer.parseInt(Processes.status(pid, "Threads")));
    }
  }

  private TestContainer shell() {
    return crij.pods().run("leak").start(Containers.waiting("shell").build());
  }
}
