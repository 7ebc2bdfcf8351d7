package io.crij.linux.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import io.crij.linux.fd.Pipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventLoopKernelTest {
  private static final byte[] BYTE = {1};

  private final EventLoop loop = new EventLoop();

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void oneShotsCompleteOnDataAndAtTheEnd() throws Exception {
    try (Pipe data = Pipe.open();
        Pipe end = Pipe.open()) {
      CompletableFuture<Thread> thread =
          loop.onReadable(data.read()).thenApply(nothing -> Thread.currentThread());
      CompletableFuture<Void> second = loop.onReadable(data.read());
      CompletableFuture<Void> ended = loop.onReadable(end.read());
      assertThat(thread).isNotDone();
      FdIo.writeFully(data.write(), BYTE, 0, 1);
      end.write().close();

      assertThat(thread.get().isVirtual()).isFalse();
      assertThat(thread.get().getName()).startsWith("event-completion-");
      second.get();
      ended.get();
    }
  }

  @Test
  void aWatchIsCalledForEveryByteUntilItIsClosed() throws Exception {
    LinkedBlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    try (Pipe pipe = Pipe.open()) {
      Fd read = pipe.read();
      read.setNonBlocking();
      Registration registration = loop.watch(read, () -> seen.add(readOne(read)));
      for (int i = 0; i < 3; i++) {
        FdIo.writeFully(pipe.write(), BYTE, 0, 1);
        assertThat(seen.take()).isEqualTo(1);
      }
      registration.close();
      registration.close();
      CompletableFuture<Void> later = loop.onReadable(read);
      FdIo.writeFully(pipe.write(), BYTE, 0, 1);
      later.get();

      assertThat(seen).isEmpty();
    }
  }

  private static int readOne(Fd fd) {
    try {
      return FdIo.read(fd, new byte[1], 1);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  @Test
  void aWatchThatFailsDoesNotHarmTheOthers() throws Exception {
    try (Pipe bad = Pipe.open();
        Pipe good = Pipe.open()) {
      CountDownLatch called = new CountDownLatch(1);
      loop.watch(
          bad.read(),
          () -> {
            called.countDown();
            throw new IllegalStateException("for the test");
          });
      FdIo.writeFully(bad.write(), BYTE, 0, 1);
      called.await();
      CompletableFuture<Void> readable = loop.onReadable(good.read());
      FdIo.writeFully(good.write(), BYTE, 0, 1);

      readable.get();
    }
  }

  @Test
  void theOwnerMayCloseHisDescriptorFirst() throws Exception {
    Pipe pipe = Pipe.open();
    CompletableFuture<Void> readable = loop.onReadable(pipe.read());
    pipe.read().close();
    pipe.write().close();

    readable.get();
  }

  @Test
  void cancellingAndCompletingGiveTheDescriptorsBack() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      long before = openDescriptors();
      CompletableFuture<Void> cancelled = loop.onReadable(pipe.read());
      assertThat(openDescriptors()).isEqualTo(before + 1);
      cancelled.cancel(false);
      assertThat(openDescriptors()).isEqualTo(before);
      FdIo.writeFully(pipe.write(), BYTE, 0, 1);
      for (int i = 0; i < 100; i++) {
        loop.onReadable(pipe.read()).get();
      }

      assertThat(openDescriptors()).isEqualTo(before);
    }
  }

  @Test
  void closingTheLoopCancelsWhatWaits() throws Exception {
    long before = openDescriptors();
    EventLoop own = new EventLoop();
    try (Pipe pipe = Pipe.open()) {
      CompletableFuture<Void> waiting = own.onReadable(pipe.read());
      own.close();
      own.close();

      assertThat(waiting).isCancelled();
      assertThatThrownBy(() -> own.onReadable(pipe.read()).get())
          .isInstanceOf(CancellationException.class);
    }
    assertThat(openDescriptors()).isEqualTo(before);
  }

  @Test
  void anErrorInACallbackEndsItsWatchAndNoOther() throws Exception {
    try (Pipe broken = Pipe.open();
        Pipe healthy = Pipe.open()) {
      loop.watch(
          broken.read(),
          () -> {
            throw new LinkageError("a class is missing");
          });
      FdIo.writeFully(broken.write(), BYTE, 0, 1);
      CompletableFuture<Void> readable = loop.onReadable(healthy.read());
      FdIo.writeFully(healthy.write(), BYTE, 0, 1);
      assertThat(readable).succeedsWithin(Duration.ofMinutes(1));
    }
  }
}
