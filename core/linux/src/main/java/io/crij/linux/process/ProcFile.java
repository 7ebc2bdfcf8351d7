package io.crij.linux.process;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Files of proc(5): only the number of the error tells a process that is gone from other ills. */
final class ProcFile {
  private static final int BLOCK = 4096;

  private ProcFile() {}

  interface Reader {
    String read(String path) throws KernelException;
  }

  /** Empty when the process is gone: ENOENT before the open, ESRCH after it. */
  static Optional<String> ifPresent(Reader reader, String path) throws KernelException {
    try {
      return Optional.of(reader.read(path));
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT, Errno.ESRCH)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  static String read(String path) throws KernelException {
    byte[] name = NativeStrings.nulTerminated(path);
    int number = ProcessCalls.open(name, ProcessCalls.O_RDONLY | ProcessCalls.O_CLOEXEC);
    if (number < 0) {
      throw KernelException.last("open", path);
    }
    try (Fd fd = Fd.adopt(number)) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      byte[] block = new byte[BLOCK];
      for (int n = FdIo.read(fd, block, BLOCK); n > 0; n = FdIo.read(fd, block, BLOCK)) {
        content.write(block, 0, n);
      }
      return content.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
