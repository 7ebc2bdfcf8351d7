package io.crij.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BoundedPoolTest {
  private final BoundedPool pool = new BoundedPool("mounts", 1, 1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void shutDown() {
    release.countDown();
    pool.shutdown();
  }

  @Test
  void workRunsOnNamedPlatformThreads() throws Exception {
    Thread thread = pool.call("look", Thread::currentThread).get();

    assertThat(thread.isVirtual()).isFalse();
    assertThat(thread.getName()).startsWith("mounts-");
  }

  @Test
  void aFullPoolNamesItselfAndTheWork() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Future<Boolean> running =
        pool.call(
            "hang",
            () -> {
              started.countDown();
              release.await();
              return true;
            });
    started.await();
    Future<String> waiting = pool.call("wait", () -> "done");

    assertThatThrownBy(() -> pool.call("mount /volume", () -> true))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("pool mounts is full (1 threads busy): mount /volume");
    release.countDown();
    assertThat(running.get()).isTrue();
    assertThat(waiting.get()).isEqualTo("done");
  }

  @Test
  void oneThatIsShutDownSaysSo() {
    pool.shutdown();

    assertThatThrownBy(() -> pool.call("mount /volume", () -> true))
        .hasMessage("pool mounts is shut down: mount /volume");
  }
}
