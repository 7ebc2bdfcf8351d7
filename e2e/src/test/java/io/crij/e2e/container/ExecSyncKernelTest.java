package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.ExecSyncResponse;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestContainer.Exec;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class ExecSyncKernelTest {
  private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void outputComesBackAsItWasWritten() {
    TestContainer shell = waiting();
    Exec exec = shell.exec("sh", "-c", "printf 'out\\n\\n'; printf err >&2");
    assertThat(exec).isEqualTo(new Exec(0, "out\n\n", "err"));
    assertThat(shell.exec("echo", "-n", "hello")).isEqualTo(new Exec(0, "hello", ""));
  }

  @Test
  void aFailedCommandIsAnAnswerWithItsCode() {
    Exec exec = waiting().exec("sh", "-c", "echo sorry >&2; exit 77");
    assertThat(exec).isEqualTo(new Exec(77, "", "sorry\n"));
  }

  @Test
  void bytesNeedNotBeText() {
    TestContainer shell = waiting();
    ExecSyncResponse answer =
        crij.client()
            .runtime()
            .execSync(
                ExecSyncRequest.newBuilder()
                    .setContainerId(shell.id())
                    .addAllCmd(List.of("printf", "\\377\\0\\001"))
                    .build());
    assertThat(answer.getStdout().toByteArray()).containsExactly(0xff, 0, 1);
  }

  @Test
  void aCommandThatTakesTooLongIsKilledWithEverythingThatItStarted() {
    TestContainer shell = waiting();
    GrpcFailure failure =
        GrpcFailure.of(
            () ->
                shell.execWithin(
                    Duration.ofSeconds(1),
                    "sh",
                    "-c",
                    "setsid sleep 4321 & sleep 4322 & sleep 4323"));
    assertThat(failure.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    Await.until(
        "the whole tree is gone",
        Duration.ofSeconds(5),
        () -> !shell.shell("ps -o args").contains("sleep 432"));
    assertThat(shell.shell("echo still here")).isEqualTo("still here");
  }

  @Test
  void aCommandThatLeavesAChildDoesNotWaitForIt() {
    TestContainer shell = waiting();
    assertThat(shell.shell("sleep 1000 >/dev/null 2>&1 & echo done")).isEqualTo("done");
  }

  @Test
  void endlessOutputIsCutSoThatTheAnswerCanBeReceived() {
    TestContainer shell = waiting();
    Exec exec = shell.exec("sh", "-c", "yes | head -c 40000000; echo end >&2");
    assertThat(exec.exitCode()).isZero();
    assertThat(exec.stdout().length()).isBetween(1 << 20, LARGEST_ANSWER);
    assertThat(exec.stderr()).isEqualTo("end\n");
  }

  @Test
  void theCommandRunsAsTheContainersProcessDoes() {
    TestPod pod = crij.pods().run("same");
    var config = Containers.waiting("shell").setWorkingDir("/tmp");
    config.getLinuxBuilder().getSecurityContextBuilder().getRunAsUserBuilder().setValue(33);
    config.addEnvs(Containers.env("GREETING", "hello"));
    TestContainer container = pod.start(config.build());
    assertThat(container.shell("pwd; id -u; echo $GREETING").lines())
        .containsExactly("/tmp", "33", "hello");
    String mine = container.shell("grep -E 'Cap|NoNewPrivs|Seccomp:' /proc/self/status");
    assertThat(mine).isEqualTo(container.shell("grep -E 'Cap|NoNewPrivs|Seccomp:' /proc/1/status"));
  }

  @Test
  void manyCommandsRunAtTheSameTime() {
    TestContainer shell = waiting();
    List<Exec> execs =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(number -> shell.exec("sh", "-c", "sleep 0.2; echo " + number))
            .toList();
    assertThat(execs).allSatisfy(exec -> assertThat(exec.exitCode()).isZero());
    assertThat(execs).extracting(exec -> exec.output()).doesNotHaveDuplicates().hasSize(12);
  }

  @Test
  void aCommandThatIsNotThereIsAnError() {
    TestContainer shell = waiting();
    GrpcFailure failure = GrpcFailure.of(() -> shell.exec("/no/such/program"));
    assertThat(failure.code())
        .isIn(Status.Code.NOT_FOUND, Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION);
    assertThat(failure.message()).contains("/no/such/program");
  }

  @Test
  void onlyARunningContainerTakesCommands() {
    TestPod pod = crij.pods().run("states");
    TestContainer created = pod.create(Containers.waiting("created").build());
    TestContainer exited = pod.start(Containers.shell("exited", "true").build());
    exited.awaitExit();
    TestContainer unknown = new TestContainer(pod.client(), "0".repeat(64));
    assertThat(GrpcFailure.of(() -> created.exec("true")).code())
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(GrpcFailure.of(() -> exited.exec("true")).code())
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(GrpcFailure.of(() -> unknown.exec("true")).code()).isEqualTo(Status.Code.NOT_FOUND);
    TestContainer running = pod.start(Containers.waiting("running").build());
    assertThat(GrpcFailure.of(() -> running.exec()).code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private TestContainer waiting() {
    return crij.pods().run("exec").start(Containers.waiting("shell").build());
  }
}
