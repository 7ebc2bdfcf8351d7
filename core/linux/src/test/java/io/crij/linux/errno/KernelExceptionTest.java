package io.crij.linux.errno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class KernelExceptionTest {
  @Test
  void namesCallObjectAndError() {
    KernelException failure = new KernelException("mount", Errno.ENOSPC, "/x");

    assertThat(failure).hasMessage("mount /x: No space left on device (ENOSPC)");
    assertThat(failure.is(Errno.EIO, Errno.ENOSPC)).isTrue();
    assertThat(failure.is(Errno.EIO)).isFalse();
  }

  @Test
  void aNumberWithoutNameIsStillShown() {
    assertThat(Errno.describe(4000)).isEqualTo("Unknown error 4000 (errno 4000)");
  }

  @Test
  void sleepingCallsAreRefusedOnVirtualThreads() throws Exception {
    PlatformThread.require();

    FutureTask<Void> task = new FutureTask<>(PlatformThread::require, null);
    Thread.ofVirtual().start(task).join();

    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }
}
