package io.crij.operations.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
  static Stream<Failure> everyKind() {
    IOException cause = new IOException("mount /x: Permission denied (EACCES)");
    return Stream.of(
        new NotFound("w", "a", cause),
        new AlreadyExists("w", "a", cause),
        new InvalidArgument("w", "a", cause),
        new FailedPrecondition("w", "a", cause),
        new ResourceExhausted("w", "a", cause),
        new DeadlineExceeded("w", "a", cause),
        new Unavailable("w", "a", cause),
        new Cancelled("w", "a", cause),
        new Internal("w", "a", cause));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void theStageKeepsEverythingElse(Failure failure) {
    failure.addSuppressed(new IOException("undo"));
    Failure staged = failure.atStage("network", Duration.ofMillis(1200));

    assertThat(staged).isExactlyInstanceOf(failure.getClass());
    assertThat(staged.getMessage())
        .isEqualTo("w (stage network, after 1.2 s): mount /x: Permission denied (EACCES). a.");
    assertThat(staged.getCause()).isSameAs(failure.getCause());
    assertThat(staged.getSuppressed()).containsExactly(failure.getSuppressed());
    assertThat(staged.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(staged.what()).isEqualTo("w");
    assertThat(staged.advice()).isEqualTo("a.");
    assertThat(staged.stage()).contains("network");
  }

  @Test
  void theInnermostStageStays() {
    Failure staged = new NotFound("w", "a").atStage("inner", Duration.ZERO);
    assertThat(staged.atStage("outer", Duration.ofSeconds(9))).isSameAs(staged);
  }

  @Test
  void aMessageIsOneLineWhateverTheNamesInItAre() {
    Failure failure =
        new InvalidArgument(
            "image a\nb\u2028c\u202e is bad",
            "Rename\tit",
            new IllegalStateException("token \u001b[31m\n at line 1"));

    assertThat(failure.what()).isEqualTo("image a b c  is bad");
    assertThat(failure).hasMessage("image a b c  is bad: token  [31m  at line 1. Rename it.");
  }

  @Test
  void aMessageHasNoDoubledPeriods() {
    Failure failure = new Internal("it failed.", "Look there.", new IOException("bad disk."));
    assertThat(failure).hasMessage("it failed: bad disk. Look there.");
    assertThat(new Internal("it failed", "Retry", new IOException()))
        .hasMessage("it failed: IOException. Retry.");
  }

  static Stream<Arguments> foreign() {
    return Stream.of(
        Arguments.of(new IOException("write: No space left on device"), ResourceExhausted.class),
        Arguments.of(
            new FileSystemException("/a", null, "Disk quota exceeded"), ResourceExhausted.class),
        Arguments.of(
            new UncheckedIOException(new IOException("Too many open files")),
            ResourceExhausted.class),
        Arguments.of(new IOException("Permission denied"), Internal.class),
        Arguments.of(new IOException(), Internal.class),
        Arguments.of(new InterruptedException(), Cancelled.class),
        Arguments.of(new CancellationException(), Cancelled.class),
        Arguments.of(new TimeoutException(), DeadlineExceeded.class),
        Arguments.of(new RejectedExecutionException("pool x is full"), ResourceExhausted.class),
        Arguments.of(new OutOfMemoryError(), ResourceExhausted.class),
        Arguments.of(new StackOverflowError(), Internal.class),
        Arguments.of(new IllegalStateException("x"), Internal.class));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void aForeignThrowableGetsItsKind(Throwable thrown, Class<? extends Failure> kind) {
    Failure wrapped = Failure.wrap("cannot write record /r", thrown);
    assertThat(wrapped).isExactlyInstanceOf(kind);
    assertThat(wrapped.what()).isEqualTo("cannot write record /r");
    assertThat(wrapped.getCause()).isNotNull();
  }

  @Test
  void aFailureStaysWhatItIs() {
    Failure failure = new NotFound("no image x", "Pull it.");
    assertThat(Failure.wrap("y", failure)).isSameAs(failure);
    assertThat(Failure.wrap("y", new ExecutionException(failure))).isSameAs(failure);
    assertThat(Failure.wrap("y", new CompletionException(new ExecutionException(failure))))
        .isSameAs(failure);
  }
}
