package io.crij.linux.process;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Descriptors of a program that we started and trust, such as an OCI runtime: never of a process of
 * a tenant.
 */
public final class ForeignDescriptors {
  private ForeignDescriptors() {}

  /**
   * A duplicate of the first descriptor that stands for such an object (pidfd_getfd(2)); empty when
   * there is none, or the process has ended. Platform threads only.
   *
   * @param object as the link in /proc names it: {@code /dev/ptmx}
   */
  public static Optional<Fd> find(Pidfd process, Predicate<String> object) throws IOException {
    PlatformThread.require();
    Path folder = Path.of("/proc", Integer.toString(process.pid()), "fd");
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder)) {
      for (Path link : descriptors) {
        if (object.test(target(link))) {
          return duplicate(process, Integer.parseInt(link.getFileName().toString()));
        }
      }
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException closed) {
      return "";
    }
  }

  /** Close-on-exec, as the kernel makes all of them. */
  private static Optional<Fd> duplicate(Pidfd process, int number) throws KernelException {
    long copy =
        ProcessCalls.syscall(
            ProcessCalls.SYS_PIDFD_GETFD, (long) process.fd().number(), (long) number, 0L);
    if (copy >= 0) {
      return Optional.of(Fd.adopt((int) copy));
    }
    KernelException failure = KernelException.last("pidfd_getfd", process.toString());
    if (failure.is(Errno.EBADF, Errno.ESRCH)) {
      return Optional.empty();
    }
    throw failure;
  }
}
