package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.Int64Value;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.runtime.testing.TestHost;
import io.crij.runtime.testing.TestPod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecSyncKernelTest {
  @TempDir Path directory;
  private TestHost host;
  private TestPod pod;
  private String id;

  @BeforeEach
  void prepare() throws Exception {
    host = TestHost.withBusybox(directory);
    pod = TestPod.run(host, "web");
    ContainerConfig.Builder config = TestPod.config("app", "sleep 1000").toBuilder();
    config
        .getLinuxBuilder()
        .getSecurityContextBuilder()
        .setRunAsUser(Int64Value.newBuilder().setValue(1000));
    id = TestPod.get(pod.containers().create(pod.id(), config.build()));
    TestPod.get(pod.containers().start(id));
  }

  @AfterEach
  void leaveNothing() throws Exception {
    pod.remove();
    host.requireEmpty();
    host.wipe();
  }

  @Test
  void outputIsExactAndAFailureIsAnAnswer() throws Exception {
    ExecAnswer answer = pod.exec(id, "printf hello; printf oops >&2; exit 9");

    assertThat(answer.exitCode()).isEqualTo(9);
    assertThat(answer.stdout().toStringUtf8()).isEqualTo("hello");
    assertThat(answer.stderr().toStringUtf8()).isEqualTo("oops");
  }

  /** Rows E6 and E7. */
  @Test
  void aCommandHasTheRightsOfTheContainerAndNoMore() throws Exception {
    String wanted = "grep -E '^(Uid|Gid|Groups|Cap|Seccomp|NoNewPrivs)' /proc/%s/status";

    String init = pod.exec(id, wanted.formatted("1")).stdout().toStringUtf8();

    assertThat(init).contains("Uid:\t1000");
    assertThat(pod.exec(id, wanted.formatted("self")).stdout().toStringUtf8()).isEqualTo(init);
  }

  @Test
  void timeEndsTheCommandWithAllThatItStarted() throws Exception {
    assertThatThrownBy(
            () ->
                TestPod.get(
                    pod.containers()
                        .execSync(
                            id,
                            List.of("sh", "-c", "setsid sleep 4321 & sleep 4321"),
                            Duration.ofSeconds(1))))
        .isInstanceOf(DeadlineExceeded.class)
        .hasMessageContaining("1.0 s");

    assertThat(running("sleep 4321")).isFalse();
    assertThat(running("sleep 1000")).isTrue();
    assertThat(pod.exec(id, "echo alive").exitCode()).isZero();
  }

  /** Row E1. */
  @Test
  void outputIsCutOffBelowWhatClientsTake() throws Exception {
    ExecAnswer answer =
        pod.exec(
            id,
            "dd if=/dev/zero bs=1M count=30 2>/dev/null; dd if=/dev/zero bs=1M count=30 >&2"
                + " 2>/dev/null");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.stdout().size() + answer.stderr().size())
        .isPositive()
        .isLessThanOrEqualTo(ExecSync.LARGEST_ANSWER);
  }

  @Test
  void manyRunAtTheSameTime() throws Exception {
    List<CompletableFuture<ExecAnswer>> running = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      running.add(
          pod.containers()
              .execSync(id, List.of("sh", "-c", "echo " + number), Duration.ofMinutes(1)));
    }

    for (int number = 0; number < 20; number++) {
      assertThat(TestPod.get(running.get(number)).stdout().toStringUtf8()).isEqualTo(number + "\n");
    }
  }

  @Test
  void aCommandThatNobodyWaitsForIsKilled() throws Exception {
    CompletableFuture<ExecAnswer> command =
        pod.containers().execSync(id, List.of("sleep", "8765"), Duration.ZERO);
    while (!running("sleep 8765")) {
      assertThat(command).isNotDone();
    }

    command.cancel(true);

    while (running("sleep 8765")) {
      Thread.sleep(20);
    }
    assertThat(command).isCancelled();
  }

  @Test
  void whatCannotRunIsRefused() throws Exception {
    Containers containers = pod.containers();
    String created = pod.create("other", "true");

    assertThatThrownBy(() -> containers.execSync(id, List.of(), Duration.ZERO))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> containers.execSync(id, List.of("a\0b"), Duration.ZERO))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> containers.execSync(created, List.of("true"), Duration.ZERO))
        .isInstanceOf(FailedPrecondition.class);
    assertThatThrownBy(() -> containers.execSync("../../x", List.of("true"), Duration.ZERO))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () -> TestPod.get(containers.execSync(id, List.of("/no/such"), Duration.ZERO)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("/no/such");
  }

  private boolean running(String command) throws Exception {
    return pod.exec(id, "ps").stdout().toStringUtf8().contains(command);
  }
}
