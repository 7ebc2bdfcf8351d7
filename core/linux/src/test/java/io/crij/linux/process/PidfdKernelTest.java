package io.crij.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.event.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PidfdKernelTest {
  private final int own = Math.toIntExact(ProcessHandle.current().pid());
  private final ProcessIdentity self;

  PidfdKernelTest() throws KernelException {
    self = ProcessIdentity.read(own).orElseThrow();
  }

  @Test
  void anotherWithTheNumberIsNotOpened() throws KernelException {
    assertThat(Pidfd.open(new ProcessIdentity(own, self.startTime() + 1))).isEmpty();
    Optional<Pidfd> found = Pidfd.open(self);
    assertThat(found.orElseThrow().pid()).isEqualTo(own);
    found.orElseThrow().close();
  }

  @Test
  void aNumberThatChangesHandsMeanwhileIsNotOpened() throws KernelException {
    int[] looks = new int[1];

    assertThat(Pidfd.open(self, pid -> looks[0]++ == 0 ? Optional.of(self) : Optional.empty()))
        .isEmpty();
    assertThat(looks[0]).isEqualTo(2);
  }

  /** For want of descriptors: a process that lives must not be taken for one that has ended. */
  @Test
  void whatCannotBeLookedAtIsNotTakenForDead() {
    Pidfd.Look blind =
        pid -> {
          throw new KernelException("open", Errno.EMFILE, "/proc/" + pid + "/stat");
        };
    int[] looks = new int[1];

    assertThatThrownBy(() -> Pidfd.open(self, blind)).hasMessageContaining("EMFILE");
    assertThatThrownBy(
            () -> Pidfd.open(self, pid -> looks[0]++ == 0 ? Optional.of(self) : blind.at(pid)))
        .hasMessageContaining("EMFILE");
  }

  @Test
  void theEndOfWhoIsNoChildIsAwaited() throws Exception {
    ProcessIdentity identity = ProcessIdentity.read(startOrphan()).orElseThrow();
    try (Pidfd pidfd = Pidfd.open(identity).orElseThrow()) {
      assertThat(pidfd.awaitEnd(Duration.ofMillis(20))).isFalse();
      pidfd.signal(Signals.SIGKILL);
      assertThat(pidfd.awaitEnd(Duration.ofMinutes(1))).isTrue();
    }
  }

  /** As after a restart of the daemon: the container's process has another parent by then. */
  @Test
  void theEndOfAProcessThatIsNoChildIsSeen() throws Exception {
    int pid = startOrphan();
    ProcessIdentity identity = ProcessIdentity.read(pid).orElseThrow();
    try (EventLoop loop = new EventLoop();
        Pidfd pidfd = Pidfd.open(identity).orElseThrow()) {
      CompletableFuture<Void> ended = loop.onReadable(pidfd.fd());
      assertThat(ended).isNotDone();
      pidfd.signal(Signals.SIGKILL);
      assertThat(ended).succeedsWithin(Duration.ofMinutes(1));
    }
    assertThat(identity.isAlive()).isFalse();
    assertThat(Pidfd.open(identity)).isEmpty();
  }

  private static int startOrphan() throws IOException {
    Process parent =
        new ProcessBuilder("/bin/sh", "-c", "setsid sleep 60 >/dev/null 2>&1 & echo $!").start();
    return Integer.parseInt(parent.inputReader().readLine());
  }
}
