package io.crij.linux.socket;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Unix sockets that keep the bounds of packets (unix(7), SOCK_SEQPACKET). */
public final class PacketSocket {
  /** sizeof(struct sockaddr_un). */
  private static final int ADDRESS = 110;

  private PacketSocket() {}

  /**
   * Connects to the socket of this name in a directory of ours, however long its path is. Waits
   * while the listener's queue is full: platform threads only.
   *
   * @throws KernelException ENOENT or ECONNREFUSED when nobody listens
   */
  public static Fd connect(Path directory, String name) throws KernelException {
    PlatformThread.require();
    int flags = SocketCalls.O_PATH | SocketCalls.O_DIRECTORY | SocketCalls.O_CLOEXEC;
    int pinned = SocketCalls.open(nulTerminated(directory.toString()), flags);
    if (pinned < 0) {
      throw KernelException.last("open", directory.toString());
    }
    try (Fd parent = Fd.adopt(pinned)) {
      return connectTo(parent.procPath().resolve(name), directory.resolve(name).toString());
    }
  }

  private static Fd connectTo(Path shortened, String object) throws KernelException {
    int type = SocketCalls.SOCK_SEQPACKET | SocketCalls.SOCK_CLOEXEC;
    int number = SocketCalls.socket(SocketCalls.AF_UNIX, type, 0);
    if (number < 0) {
      throw KernelException.last("socket", object);
    }
    Fd socket = Fd.adopt(number);
    byte[] path = nulTerminated(shortened.toString());
    ByteBuffer address = ByteBuffer.allocate(ADDRESS).order(ByteOrder.nativeOrder());
    address.putShort((short) SocketCalls.AF_UNIX).put(path);
    while (SocketCalls.connect(number, address.array(), Short.BYTES + path.length) < 0) {
      KernelException failure = KernelException.last("connect", object);
      if (!failure.is(Errno.EINTR)) {
        socket.close();
        throw failure;
      }
    }
    return socket;
  }

  /** The other side reads to the end; it can still be read from. */
  public static void endWriting(Fd socket) throws KernelException {
    if (SocketCalls.shutdown(socket.number(), SocketCalls.SHUT_WR) < 0) {
      throw KernelException.last("shutdown", socket.toString());
    }
  }

  private static byte[] nulTerminated(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }
}
