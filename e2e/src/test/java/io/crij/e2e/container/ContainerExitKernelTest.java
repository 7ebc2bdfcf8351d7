package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How containers end, and what is said about it. */
@TestInstance(Lifecycle.PER_CLASS)
class ContainerExitKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @ParameterizedTest
  @CsvSource({
    "exit 0, 0, Completed",
    "exit 1, 1, Error",
    "exit 42, 42, Error",
    "exit 255, 255, Error",
    // No program of PID 1 can kill itself but by these: it is shielded from its own signals.
    "exec sh -c 'sleep 0.1; exit 143', 143, Error"
  })
  void theExitCodeIsTheCommandsOwn(String script, int code, String reason) {
    TestPod pod = crij.pods().run("exits");
    ContainerStatus exited = pod.start(Containers.shell("shell", script).build()).awaitExit();
    assertThat(exited.getExitCode()).isEqualTo(code);
    assertThat(exited.getReason()).isEqualTo(reason);
  }

  @Test
  void timesAreTrue() {
    TestPod pod = crij.pods().run("times");
    ContainerStatus exited = pod.start(Containers.shell("shell", "sleep 1").build()).awaitExit();
    assertThat(exited.getStartedAt()).isGreaterThan(exited.getCreatedAt());
    assertThat(exited.getFinishedAt() - exited.getStartedAt())
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
  }

  @Test
  void aKilledContainerReportsTheSignal() {
    TestPod pod = crij.pods().run("killed");
    TestContainer container = pod.start(Containers.shell("shell", "sleep 1000").build());
    container.stop(0);
    assertThat(container.status().getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
    assertThat(container.status().getExitCode()).isEqualTo(137);
  }

  @Test
  void moreMemoryThanTheLimitIsReportedAsSuch() {
    ContainerConfig.Builder config =
        Containers.shell("eater", "dd if=/dev/zero of=/dev/null bs=40M");
    config
        .getLinuxBuilder()
        .setResources(
            LinuxContainerResources.newBuilder()
                .setMemoryLimitInBytes(15 << 20)
                .setMemorySwapLimitInBytes(15 << 20));
    ContainerStatus exited = crij.pods().run("out-of-memory").start(config.build()).awaitExit();
    assertThat(exited.getExitCode()).isEqualTo(137);
    assertThat(exited.getReason()).isEqualTo("OOMKilled");
  }

  @Test
  void whatTheCommandStartedInTheBackgroundEndsWithIt() {
    TestPod pod = crij.pods().run("background");
    TestContainer container =
        pod.start(Containers.shell("shell", "setsid sleep 7531 & exit 5").build());
    assertThat(container.awaitExit().getExitCode()).isEqualTo(5);
    assertThat(ProcessHandle.allProcesses().map(ProcessHandle::info))
        .noneMatch(info -> info.commandLine().orElse("").contains("sleep 7531"));
  }

  @Test
  void inASharedPidNamespaceWhatIsLeftOfAContainerEndsWithItsCommand() {
    TestPod pod = crij.pods().run(crij.pods().sharedPidConfig("background").build());
    TestContainer container =
        pod.start(Containers.shell("shell", "setsid sleep 7532 & exit 5").build());
    assertThat(container.awaitExit().getExitCode()).isEqualTo(5);
    assertThat(ProcessHandle.allProcesses().map(ProcessHandle::info))
        .noneMatch(info -> info.commandLine().orElse("").contains("sleep 7532"));
  }
}
