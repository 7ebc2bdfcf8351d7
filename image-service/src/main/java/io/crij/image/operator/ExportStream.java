package io.crij.image.operator;

import com.google.protobuf.ByteString;
import io.crij.image.operator.v1.ExportChunk;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Sends what is written to a client, chunk by chunk, not faster than the client takes it. */
final class ExportStream extends OutputStream {
  private static final int CHUNK = 256 * 1024;
  private static final long LONGEST_SILENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final ServerCallStreamObserver<ExportChunk> client;
  private final byte[] chunk = new byte[CHUNK];
  private int length;

  /** To be made before the RPC's method returns. */
  ExportStream(ServerCallStreamObserver<ExportChunk> client) {
    this.client = client;
    client.setOnReadyHandler(this::wake);
    client.setOnCancelHandler(this::wake);
  }

  private synchronized void wake() {
    notifyAll();
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    int position = offset;
    int left = count;
    while (left > 0) {
      int taken = Math.min(left, CHUNK - length);
      System.arraycopy(source, position, chunk, length, taken);
      length += taken;
      position += taken;
      left -= taken;
      if (length == CHUNK) {
        send();
      }
    }
  }

  /** Sends what is left. */
  void finish() throws IOException {
    if (length > 0) {
      send();
    }
  }

  private void send() throws IOException {
    awaitReady();
    client.onNext(ExportChunk.newBuilder().setData(ByteString.copyFrom(chunk, 0, length)).build());
    length = 0;
  }

  private synchronized void awaitReady() throws IOException {
    long deadline = System.nanoTime() + LONGEST_SILENCE_NANOS;
    while (!client.isReady()) {
      long left = deadline - System.nanoTime();
      if (client.isCancelled() || left <= 0) {
        throw new IOException("the client takes no more of the archive");
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("the export was cancelled");
        interrupted.initCause(e);
        throw interrupted;
      }
    }
  }
}
