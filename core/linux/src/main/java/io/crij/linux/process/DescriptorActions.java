package io.crij.linux.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * posix_spawn_file_actions_t that leave a child exactly the descriptors asked for. The sources are
 * first copied above all numbers of the child, so that no dup2 overwrites one that is yet to come.
 */
final class DescriptorActions implements AutoCloseable {
  /** glibc's is 80 bytes. */
  private static final int SIZE = 256;

  private static final int STANDARD = 3;
  private static final byte[] DEV_NULL = NativeStrings.nulTerminated("/dev/null");

  private final Memory actions = new Memory(SIZE);
  private final List<Fd> copies = new ArrayList<>();

  DescriptorActions(SpawnRequest request) throws KernelException {
    actions.clear();
    Spawn.check(
        "posix_spawn_file_actions_init", ProcessCalls.posix_spawn_file_actions_init(actions));
    try {
      fill(request);
    } catch (KernelException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private void fill(SpawnRequest request) throws KernelException {
    Map<Integer, Fd> wanted = request.descriptors();
    int end = STANDARD;
    for (int number : wanted.keySet()) {
      end = Math.max(end, number + 1);
    }
    for (int number = 0; number < end; number++) {
      Fd source = wanted.get(number);
      if (source != null) {
        Fd copy = copyAbove(source, end);
        copies.add(copy);
        Spawn.check(
            "posix_spawn_file_actions_adddup2",
            ProcessCalls.posix_spawn_file_actions_adddup2(actions, copy.number(), number));
      } else if (number < STANDARD) {
        Spawn.check(
            "posix_spawn_file_actions_addopen",
            ProcessCalls.posix_spawn_file_actions_addopen(
                actions, number, DEV_NULL, ProcessCalls.O_RDWR, 0));
      } else {
        // glibc ignores that nothing is open there.
        Spawn.check(
            "posix_spawn_file_actions_addclose",
            ProcessCalls.posix_spawn_file_actions_addclose(actions, number));
      }
    }
    Spawn.check(
        "posix_spawn_file_actions_addclosefrom_np",
        ProcessCalls.posix_spawn_file_actions_addclosefrom_np(actions, end));
    if (request.workingDirectory().isPresent()) {
      Path directory = request.workingDirectory().get();
      Spawn.check(
          "posix_spawn_file_actions_addchdir_np",
          ProcessCalls.posix_spawn_file_actions_addchdir_np(
              actions, NativeStrings.nulTerminated(directory.toString())));
    }
  }

  private static Fd copyAbove(Fd source, int least) throws KernelException {
    int copy = ProcessCalls.fcntl(source.number(), ProcessCalls.F_DUPFD_CLOEXEC, least);
    if (copy < 0) {
      throw KernelException.last("fcntl(F_DUPFD_CLOEXEC)", source.toString());
    }
    return Fd.adopt(copy);
  }

  Pointer pointer() {
    return actions;
  }

  @Override
  public void close() {
    copies.forEach(Fd::close);
    // glibc's always returns 0.
    ProcessCalls.posix_spawn_file_actions_destroy(actions);
    actions.close();
  }
}
