package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CreateFailureKernelTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aMissingCommandIsNamedByTheRuntime(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("no-such-program");

      assertThatThrownBy(container::create)
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("executable file")
          .hasMessageContaining("no-such-program")
          .hasMessageContaining("not found in $PATH")
          .hasMessageNotContaining("level=error")
          .hasNoSuppressedExceptions();
      container.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aWorkingDirectoryThatIsNone(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container(Specs.in("/etc/passwd"), "true");

      assertThatThrownBy(container::create)
          .isInstanceOf(Failure.class)
          .hasMessageContaining("/etc/passwd")
          .hasNoSuppressedExceptions();
      container.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void whatWorksAfterAFailureIsTheSameContainer(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("no-such-program");
      assertThatThrownBy(container::create).isInstanceOf(Failure.class);

      container.writeBundle(Specs.SEALED, List.of("sh", "-c", "exit 5"));

      assertThat(container.runToItsEnd().code()).isEqualTo(5);
    }
  }

  @Test
  void aMonitorThatCannotStartSaysWhy() throws Exception {
    try (Lab lab = new Lab("runc", directory)) {
      TestContainer container = lab.container("true");
      Path broken = directory.resolve("conmon");
      Files.writeString(broken, "#!/bin/sh\necho '[conmon:e]: it is ill' >&2; exit 1\n");
      assertThat(broken.toFile().setExecutable(true)).isTrue();
      Conmon ill = new Conmon(broken, lab.spawner, lab.cgroups);
      Conmon absent = new Conmon(directory.resolve("absent"), lab.spawner, lab.cgroups);

      assertThatThrownBy(() -> ill.create(container.request(), new TestContext(Lab.LONG)))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("it is ill");
      container.assertNothingLeft();
      assertThatThrownBy(() -> absent.create(container.request(), new TestContext(Lab.LONG)))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("absent: No such file");
      container.assertNothingLeft();
    }
  }

  /** The runtime has made everything but does not come back. */
  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void cancelledWhenTheContainerIsThereButNotAnnounced(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      Path mark = directory.resolve("created");
      Path wrapper =
          lab.wrapper(
              """
              case "$*" in
                *create*) $runtime "$@" || exit; touch %s; sleep 1000; exit 1 ;;
                *) exec $runtime "$@" ;;
              esac\
              """
                  .formatted(mark));
      TestContainer container = lab.container(wrapper, Specs.SEALED, "sleep", "1000");
      TestContext context = new TestContext(Lab.LONG);
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      Thread creator =
          Thread.ofPlatform()
              .start(
                  () ->
                      failure.complete(
                          catchThrowable(() -> lab.conmon.create(container.request(), context))));
      while (!Files.exists(mark)) {
        Thread.sleep(5);
      }
      assertThat(lab.cgroups.isEmpty(container.cgroup)).isFalse();

      context.cancel();

      assertThat(failure.get(60, TimeUnit.SECONDS))
          .isInstanceOf(Cancelled.class)
          .hasNoSuppressedExceptions();
      container.assertNothingLeft();
      creator.join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void cancelledAtAnyMoment(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      for (int millis = 0; millis < 40; millis += 2) {
        TestContainer container = lab.container("sleep", "1000");
        TestContext context = new TestContext(Lab.LONG);
        Duration pause = Duration.ofMillis(millis);
        Thread canceller =
            Thread.ofPlatform()
                .start(
                    () -> {
                      pause(pause);
                      context.cancel();
                    });

        Throwable failure = catchThrowable(() -> lab.conmon.create(container.request(), context));

        canceller.join();
        if (failure == null) {
          container.remove();
        } else {
          assertThat(failure).isInstanceOf(Failure.class).hasNoSuppressedExceptions();
        }
        container.assertNothingLeft();
      }
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException(interrupt);
    }
  }
}
