package io.crij.linux.fd;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * read(2) and write(2) as they are, restarted after a signal. They sleep: platform threads only.
 */
public final class FdIo {
  private FdIo() {}

  /**
   * One read(2) of at most {@code length} bytes to the start of {@code buffer}.
   *
   * @return the number of bytes, 0 at the end of the file
   */
  public static int read(Fd fd, byte[] buffer, int length) throws KernelException {
    PlatformThread.require();
    if (length > buffer.length) {
      throw new IndexOutOfBoundsException(length);
    }
    while (true) {
      long count = FdCalls.read(fd.number(), buffer, length);
      if (count >= 0) {
        return (int) count;
      }
      throwUnlessInterrupted("read", fd);
    }
  }

  /** Writes all of a part of an array. */
  public static void writeFully(Fd fd, byte[] bytes, int offset, int length) throws IOException {
    PlatformThread.require();
    int done = 0;
    while (done < length) {
      int start = offset + done;
      byte[] part = start == 0 ? bytes : Arrays.copyOfRange(bytes, start, offset + length);
      long count = FdCalls.write(fd.number(), part, length - done);
      if (count < 0) {
        throwUnlessInterrupted("write", fd);
      } else {
        done += (int) count;
      }
    }
  }

  /** Writes all that remains in a direct buffer, without a copy on the way. */
  public static void writeFully(Fd fd, ByteBuffer direct) throws IOException {
    PlatformThread.require();
    long address = Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    while (direct.hasRemaining()) {
      long count = FdCalls.write(fd.number(), address + direct.position(), direct.remaining());
      if (count < 0) {
        throwUnlessInterrupted("write", fd);
      } else {
        direct.position(direct.position() + (int) count);
      }
    }
  }

  private static void throwUnlessInterrupted(String call, Fd fd) throws KernelException {
    KernelException failure = KernelException.last(call, fd.toString());
    if (!failure.is(Errno.EINTR)) {
      throw failure;
    }
  }
}
