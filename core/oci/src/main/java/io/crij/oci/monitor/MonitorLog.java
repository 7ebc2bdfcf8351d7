package io.crij.oci.monitor;

import io.crij.linux.fd.Fd;
import io.crij.linux.process.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The log of a container as its monitor has it open. Platform threads only.
 *
 * @param bundle directory of ours, where the monitor has its FIFOs
 */
public record MonitorLog(ProcessIdentity monitor, Path bundle) {
  private static final String REOPEN = "2 0 0\n";

  /** Whether it is this very file, whatever its name is now, that the monitor has open. */
  public boolean isOpen(Fd file) throws IOException {
    Path wanted = Path.of("/proc/self/fd", Integer.toString(file.number()));
    Path all = Path.of("/proc", Integer.toString(monitor.pid()), "fd");
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(all)) {
      for (Path descriptor : descriptors) {
        if (isSame(descriptor, wanted)) {
          return true;
        }
      }
    } catch (NoSuchFileException ended) {
      return false;
    }
    return false;
  }

  private static boolean isSame(Path descriptor, Path wanted) throws IOException {
    try {
      return Files.isSameFile(descriptor, wanted);
    } catch (NoSuchFileException closed) {
      return false;
    }
  }

  /**
   * Asks for a new file. conmon opens the log's path with {@code .tmp} after it, makes the file
   * when there is none, renames it to the log's path, and does not answer. When it cannot, it ends.
   */
  public void reopen() throws IOException {
    // conmon(8): "TYPE HEIGHT WIDTH". Opened for both, a FIFO without a reader is not waited for.
    try (FileChannel fifo =
        FileChannel.open(
            bundle.resolve("ctl"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(REOPEN.getBytes(StandardCharsets.US_ASCII));
      while (left.hasRemaining()) {
        fifo.write(left);
      }
    }
  }
}
