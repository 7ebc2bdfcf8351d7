package io.crij.linux.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class FdKernelTest {
  @Test
  void streamsCarryMoreThanAPipeHolds() throws Exception {
    Pipe pipe = Pipe.open();
    byte[] sent = new byte[1 << 20];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) (i * 31);
    }
    FutureTask<Void> writer =
        new FutureTask<>(
            () -> {
              try (OutputStream out = FdStreams.outputStream(pipe.write())) {
                out.write(sent);
              }
              return null;
            });
    Thread.ofPlatform().start(writer);

    try (InputStream in = FdStreams.inputStream(pipe.read())) {
      assertThat(Arrays.equals(in.readAllBytes(), sent)).isTrue();
    }
    writer.get();
    assertThat(pipe.write().isOpen()).isFalse();
  }

  @Test
  void closeWakesAReader() throws Exception {
    Pipe pipe = Pipe.open();
    InputStream in = FdStreams.inputStream(pipe.read());
    FutureTask<Integer> reader = new FutureTask<>(in::read);
    Thread.ofPlatform().start(reader);

    in.close();

    assertThatThrownBy(reader::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("was closed");
    pipe.write().close();
  }

  @Test
  void aClosedDescriptorIsNeverUsedAgain() throws Exception {
    Pipe pipe = Pipe.open();
    Fd copy = pipe.read().duplicate();
    assertThat(Files.exists(copy.procPath(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    pipe.close();
    pipe.close();

    assertThatThrownBy(() -> pipe.read().number()).isInstanceOf(IllegalStateException.class);
    assertThat(FdIo.read(copy, new byte[8], 8)).isZero();
    copy.close();
  }

  @Test
  void wholeBuffersAreWritten() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      ByteBuffer direct = ByteBuffer.allocateDirect(16);
      direct.put("--hello".getBytes(StandardCharsets.UTF_8)).flip().position(2);
      FdIo.writeFully(pipe.write(), direct);
      FdIo.writeFully(pipe.write(), " world!!".getBytes(StandardCharsets.UTF_8), 1, 5);

      byte[] read = new byte[32];
      assertThat(FdIo.read(pipe.read(), read, 32)).isEqualTo(10);
      assertThat(new String(read, 0, 10, StandardCharsets.UTF_8)).isEqualTo("helloworld");
    }
  }

  @Test
  void aWriteWithoutAReaderFails() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.read().close();

      assertThatThrownBy(() -> FdIo.writeFully(pipe.write(), new byte[] {1}, 0, 1))
          .isInstanceOfSatisfying(
              KernelException.class, failure -> assertThat(failure.is(Errno.EPIPE)).isTrue());
    }
  }
}
