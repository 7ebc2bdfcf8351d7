package io.crij.linux.cgroup;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's small files in a control group. By system calls, because what tells a group that has
 * just gone (ENODEV) from other failures is the number of the error.
 */
public final class CgroupFile {
  private static final int BLOCK = 4096;

  private CgroupFile() {}

  /** Without the line's end; empty when there is no such file, or its group has just gone. */
  public static Optional<String> read(Path file) throws IOException {
    PlatformThread.require();
    try (Fd fd = open(file, CgroupCalls.O_RDONLY)) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      byte[] block = new byte[BLOCK];
      for (int n = FdIo.read(fd, block, BLOCK); n > 0; n = FdIo.read(fd, block, BLOCK)) {
        content.write(block, 0, n);
      }
      return Optional.of(content.toString(StandardCharsets.ISO_8859_1).strip());
    } catch (KernelException failure) {
      if (isGone(failure)) {
        return Optional.empty();
      }
      throw new KernelException("read", failure.errno(), file.toString());
    }
  }

  static List<String> lines(Path file) throws IOException {
    return read(file).stream().flatMap(String::lines).toList();
  }

  /** The value after a key in a file of "key value" lines. */
  static Optional<String> value(Path file, String key) throws IOException {
    return lines(file).stream()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst();
  }

  /** By one write(2) into a file that exists. */
  static void write(Path file, String value) throws IOException {
    if (!writeIfPresent(file, value)) {
      throw new NoSuchFileException(file.toString());
    }
  }

  /** Whether there is such a file. */
  static boolean writeIfPresent(Path file, String value) throws IOException {
    PlatformThread.require();
    try (Fd fd = open(file, CgroupCalls.O_WRONLY)) {
      byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
      FdIo.writeFully(fd, bytes, 0, bytes.length);
      return true;
    } catch (KernelException failure) {
      if (isGone(failure)) {
        return false;
      }
      throw new KernelException("write '" + value + "' to", failure.errno(), file.toString());
    }
  }

  private static Fd open(Path file, int access) throws KernelException {
    byte[] path = (file + "\0").getBytes(StandardCharsets.UTF_8);
    int number = CgroupCalls.open(path, access | CgroupCalls.O_CLOEXEC);
    if (number < 0) {
      throw KernelException.last("open", file.toString());
    }
    return Fd.adopt(number);
  }

  private static boolean isGone(KernelException failure) {
    return failure.is(Errno.ENOENT, Errno.ENODEV);
  }
}
