package io.crij.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {
  private static final String REST = " 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 9876 0 0";

  @Test
  void aNameCanLookLikeFields() {
    assertThat(ProcessIdentity.parse(7, "7 (a) S 1 (b) S" + REST))
        .contains(new ProcessIdentity(7, 9876));
  }

  @Test
  void aZombieIsNobody() {
    assertThat(ProcessIdentity.parse(7, "7 (a) Z" + REST)).isEmpty();
  }

  /** Its first thread has ended and is a zombie until the others have ended too. */
  @Test
  void aProcessWhoseFirstThreadEndedIsAlive() {
    assertThat(ProcessIdentity.parse(7, "7 (a) Z" + REST.replace(" 20 0 1 ", " 20 0 2 ")))
        .contains(new ProcessIdentity(7, 9876));
    assertThat(ProcessIdentity.parse(7, "7 (a) X" + REST.replace(" 20 0 1 ", " 20 0 0 ")))
        .isEmpty();
  }

  @Test
  void onlyWhoIsGoneIsNobody() throws KernelException {
    for (int errno : new int[] {Errno.ENOENT, Errno.ESRCH}) {
      assertThat(ProcessIdentity.read(7, failing(errno))).isEmpty();
    }
    for (int errno : new int[] {Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.EIO}) {
      assertThatThrownBy(() -> ProcessIdentity.read(7, failing(errno)))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining(Errno.name(errno));
    }
  }

  private static ProcFile.Reader failing(int errno) {
    return path -> {
      throw new KernelException("open", errno, path);
    };
  }

  @Test
  void aNumberThatNobodyHasIsNobody() throws KernelException {
    assertThat(ProcessIdentity.read(Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void weAreAliveAndNobodyElseWithOurNumber() throws KernelException {
    int own = Math.toIntExact(ProcessHandle.current().pid());
    ProcessIdentity self = ProcessIdentity.read(own).orElseThrow();

    assertThat(self.isAlive()).isTrue();
    assertThat(new ProcessIdentity(own, self.startTime() + 1).isAlive()).isFalse();
  }
}
