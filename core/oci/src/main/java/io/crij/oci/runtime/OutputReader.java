package io.crij.oci.runtime;

import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that reads the output of a command to its end: keeps so many bytes, drops the rest. */
final class OutputReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutputReader.class);
  private static final int BLOCK = 32 * 1024;

  private final int most;
  private final InputStream in;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;
  private boolean cut;

  OutputReader(Fd pipe, int most) throws KernelException {
    this.most = most;
    this.in = FdStreams.inputStream(pipe);
    this.thread = Thread.ofPlatform().daemon().name("exec-output").start(this::readAll);
  }

  private void readAll() {
    byte[] block = new byte[BLOCK];
    try {
      int count = in.read(block);
      while (count > 0) {
        keep(block, count);
        count = in.read(block);
      }
    } catch (IOException closed) {
      // A child that was left in the background holds the other end: enough was waited for it.
      log.debug("the output of a command was not read to its end", closed);
    }
  }

  private synchronized void keep(byte[] block, int count) {
    int room = most - kept.size();
    kept.write(block, 0, Math.min(count, room));
    cut = cut || count > room;
  }

  /** Whether some of it was dropped. */
  synchronized boolean isCut() {
    return cut;
  }

  /** Waits for the end of the output, but no longer than this. */
  void await(Duration longest) throws InterruptedException {
    if (longest.isPositive()) {
      var _ = thread.join(longest);
    }
  }

  synchronized byte[] bytes() {
    return kept.toByteArray();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
