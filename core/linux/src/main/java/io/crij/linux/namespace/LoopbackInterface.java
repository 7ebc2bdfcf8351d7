package io.crij.linux.namespace;

import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** "lo" of the network namespace of the calling thread (netdevice(7)). */
final class LoopbackInterface {
  private static final String NAME = "lo";
  // struct ifreq: 16 bytes of name, then a union that begins with the flags.
  private static final int IFREQ_SIZE = 40;
  private static final int FLAGS = 16;
  private static final int IFF_UP = 1;

  private LoopbackInterface() {}

  /** Brings its addresses too: 127.0.0.1 and ::1. */
  static void up() throws KernelException {
    int number =
        NamespaceCalls.socket(
            NamespaceCalls.AF_INET, NamespaceCalls.SOCK_DGRAM | NamespaceCalls.SOCK_CLOEXEC, 0);
    if (number < 0) {
      throw KernelException.last("socket", "to set up the interface lo");
    }
    try (Fd socket = Fd.adopt(number)) {
      byte[] request = new byte[IFREQ_SIZE];
      ByteBuffer fields = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
      fields.put(NAME.getBytes(StandardCharsets.US_ASCII));
      ioctl(socket, NamespaceCalls.SIOCGIFFLAGS, "SIOCGIFFLAGS", request);
      fields.putShort(FLAGS, (short) (fields.getShort(FLAGS) | IFF_UP));
      ioctl(socket, NamespaceCalls.SIOCSIFFLAGS, "SIOCSIFFLAGS", request);
    }
  }

  private static void ioctl(Fd socket, long number, String name, byte[] request)
      throws KernelException {
    if (NamespaceCalls.ioctl(socket.number(), number, request) < 0) {
      throw KernelException.last("ioctl(" + name + ")", NAME);
    }
  }
}
