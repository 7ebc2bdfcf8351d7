package io.crij.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.errno.KernelException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PidfdKernelTest {
  private final int own = Math.toIntExact(ProcessHandle.current().pid());
  private final ProcessIdentity self = ProcessIdentity.read(own).orElseThrow();

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
}
