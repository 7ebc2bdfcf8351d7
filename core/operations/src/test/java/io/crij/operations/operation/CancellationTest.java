package io.crij.operations.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

  @Test
  void theFirstReasonStays() {
    cancellation.request("stop");
    cancellation.request("again");
    assertThat(cancellation.reason()).contains("stop");
  }

  @Test
  void hooksRunOnceInOrderOnAPlatformThreadOfTheirOwn() throws Exception {
    cancellation.onRequest(() -> ran.add("one"));
    cancellation.onRequest(
        () -> {
          throw new IllegalStateException("a failing hook stops no other");
        });
    cancellation.onRequest(
        () -> {
          Thread here = Thread.currentThread();
          ran.add(here.isVirtual() ? "virtual" : "platform");
          ran.add(here.getName());
        });
    Thread.ofVirtual().start(() -> cancellation.request("stop")).join();
    cancellation.request("again");
    assertThat(ran.take()).isEqualTo("one");
    assertThat(ran.take()).isEqualTo("platform");
    assertThat(ran.take()).isEqualTo("cancel");
    assertThat(ran).isEmpty();
  }

  @Test
  void aClosedHookDoesNotRunAndALateOneRunsAtOnce() throws Exception {
    cancellation.onRequest(() -> ran.add("closed")).close();
    cancellation.onRequest(() -> ran.add("open"));
    cancellation.request("stop");
    assertThat(ran.take()).isEqualTo("open");
    cancellation.onRequest(() -> ran.add("late"));
    assertThat(ran).containsExactly("late");
  }
}
