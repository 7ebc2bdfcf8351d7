package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.oci.runtime.ExecRequest;
import io.crij.oci.runtime.ExecResult;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExecKernelTest {
  @TempDir private Path directory;

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static TestContainer running(Lab lab) throws IOException {
    TestContainer container = lab.container("sleep", "1000");
    container.createAndStart();
    return container;
  }

  /** Neither a file nor a control group remains of an exec, whatever became of it. */
  private static void assertNoTrace(TestContainer container) throws IOException {
    try (Stream<Path> files = Files.list(container.work)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("exec"));
    }
    for (Path hierarchy : container.lab.cgroups.host().hierarchies()) {
      Path group = hierarchy.resolve(container.cgroup.path().substring(1));
      try (Stream<Path> children = Files.list(group)) {
        assertThat(children.filter(Files::isDirectory)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void outputAndCodeOfACommand(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = running(lab);

      ExecResult result = container.exec("sh", "-c", "echo $MARK; pwd; echo err >&2; exit 3");

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(text(result.stdout())).isEqualTo("of-the-container\n/\n");
      assertThat(text(result.stderr())).isEqualTo("err\n");
      assertThat(result.timedOut()).isFalse();
      assertThat(container.exec("true").exitCode()).isZero();
      assertThat(container.exec("sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
      assertNoTrace(container);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void outputBeyondTheLimitIsDropped(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = running(lab);
      ExecRequest request =
          container.execRequest(
              Lab.LONG, "sh", "-c", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2");

      ExecResult result =
          container.runtime.exec(
              new ExecRequest(
                  request.containerId(),
                  request.process(),
                  request.workDirectory(),
                  request.containerCgroup(),
                  1000,
                  10,
                  Duration.ZERO));

      assertThat(result.exitCode()).isZero();
      assertThat(result.stdout()).hasSize(1000);
      assertThat(result.stderr()).hasSize(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void whoLeftTheSessionEndsWithTheTimeOutToo(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = running(lab);
      Set<Integer> before = lab.cgroups.pids(container.cgroup);

      ExecResult result =
          container.runtime.exec(
              container.execRequest(
                  Duration.ofSeconds(1),
                  "sh",
                  "-c",
                  "setsid sh -c 'setsid sleep 1000 & setsid sleep 1000' & echo hi; sleep 1000"));

      assertThat(result.timedOut()).isTrue();
      assertThat(text(result.stdout())).isEqualTo("hi\n");
      assertThat(lab.cgroups.pids(container.cgroup)).isEqualTo(before);
      assertNoTrace(container);
    }
  }

  /** The first process of the container collects nobody. */
  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aCommandThatTimedOutIsCollectedBeforeItIsTold(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("sleep", "1000");
      int init = container.createAndStart().process().pid();

      ExecResult result =
          container.runtime.exec(container.execRequest(Duration.ofMillis(500), "sleep", "1000"));

      assertThat(result.timedOut()).isTrue();
      assertThat(lab.sh("cat /proc/" + init + "/task/" + init + "/children")).isBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void whoIsLeftInTheBackgroundLivesOn(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = running(lab);
      Set<Integer> before = lab.cgroups.pids(container.cgroup);

      ExecResult result = container.exec("sh", "-c", "setsid sleep 1000 & echo hi");

      assertThat(result.timedOut()).isFalse();
      assertThat(text(result.stdout())).isEqualTo("hi\n");
      assertThat(lab.cgroups.pids(container.cgroup)).hasSize(before.size() + 1);
      assertNoTrace(container);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void anInterruptEndsTheCommand(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = running(lab);
      Set<Integer> before = lab.cgroups.pids(container.cgroup);
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () ->
                      failure.complete(
                          Assertions.catchThrowable(() -> container.exec("sleep", "1000"))));
      while (lab.cgroups.pids(container.cgroup).size() == before.size()) {
        Thread.sleep(5);
      }

      caller.interrupt();

      assertThat(failure.get(60, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
      assertThat(lab.cgroups.pids(container.cgroup)).isEqualTo(before);
      assertNoTrace(container);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void aMissingCommandIsNamedByTheRuntime(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = running(lab);

      assertThatThrownBy(() -> container.exec("no-such-program"))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("no-such-program")
          .hasMessageContaining("not found in $PATH");
      assertNoTrace(container);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void thereIsNoExecInWhatDoesNotRun(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      TestContainer container = lab.container("true");
      assertThatThrownBy(() -> container.exec("true")).isInstanceOf(FailedPrecondition.class);

      container.runToItsEnd();

      assertThatThrownBy(() -> container.exec("true")).isInstanceOf(FailedPrecondition.class);
      assertNoTrace(container);
    }
  }
}
