package io.crij.oci.attach;

import io.crij.linux.fd.Fd;
import io.crij.linux.socket.PacketSocket;
import io.crij.linux.tty.WindowSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the monitor of a container offers in its bundle. Platform threads only.
 *
 * @param bundle ours, 0700
 */
public record AttachPoint(Path bundle) {
  /** First byte of a packet from the monitor: what the rest of it is. */
  public static final int STDOUT = 2;

  public static final int STDERR = 3;

  /** The monitor never sends more; of a larger packet the kernel would drop the rest. */
  public static final int LARGEST_PACKET = 64 << 10;

  /** The monitor reads that much of a packet in any version, and drops the rest. */
  public static final int LARGEST_INPUT = 8 << 10;

  private static final int RESIZE = 1;

  /**
   * A socket for packets: to it standard input without any header, from it output with one byte
   * that says which. Output from now on, nothing of before.
   */
  public Fd connect() throws IOException {
    return PacketSocket.connect(bundle, "attach");
  }

  /** Tells the container's terminal how large its window is. */
  public void resize(WindowSize size) throws IOException {
    // conmon(8): "TYPE HEIGHT WIDTH". Opened for both, a FIFO without a reader does not wait for
    // one.
    String line = RESIZE + " " + size.rows() + " " + size.columns() + "\n";
    try (FileChannel fifo =
        FileChannel.open(
            bundle.resolve("ctl"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
      while (left.hasRemaining()) {
        fifo.write(left);
      }
    }
  }
}
