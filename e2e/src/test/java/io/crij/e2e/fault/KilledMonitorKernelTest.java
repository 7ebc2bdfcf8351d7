package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxState;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.Monitor;
import io.crij.e2e.harness.Processes;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container whose monitor dies is ended, and is said to have ended only when that is true. */
@TestInstance(Lifecycle.PER_CLASS)
class KilledMonitorKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theContainerEndsWithItsMonitor(boolean sharedPid) {
    TestPod pod = crij.pods().run(config(sharedPid));
    TestContainer container =
        pod.start(Containers.shell("shell", "setsid sleep 7777 & " + Containers.WAIT).build());
    int pid = container.pid();
    Monitor.of(container).kill();

    ContainerStatus exited = container.awaitExit();
    assertThat(Processes.isRunning(pid)).isFalse();
    assertThat(ProcessHandle.allProcesses().map(process -> process.info().commandLine()))
        .noneMatch(command -> command.orElse("").contains("sleep 7777"));
    assertThat(exited.getExitCode()).isEqualTo(255);
    assertThat(exited.getReason()).isEqualTo("MonitorDied");
    assertThat(exited.getFinishedAt()).isGreaterThan(exited.getStartedAt());

    assertThat(pod.status().getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
    container.remove();
    TestContainer next = pod.start(Containers.waiting("shell").build());
    assertThat(next.shell("echo works")).isEqualTo("works");
  }

  private PodSandboxConfig config(boolean sharedPid) {
    return sharedPid
        ? crij.pods().sharedPidConfig("monitored").build()
        : crij.pods().config("monitored").build();
  }

  @Test
  void aCreatedContainerEndsWithItsMonitorToo() {
    TestPod pod = crij.pods().run("created");
    TestContainer container = pod.create(Containers.waiting("shell").build());
    int pid = container.pid();
    Monitor.of(container).kill();
    assertThat(container.awaitExit().getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
    assertThat(Processes.isRunning(pid)).isFalse();
  }

  @Test
  void aMonitorThatDiesWhileTheDaemonIsAwayIsMissedWhenItComesBack() {
    TestPod pod = crij.pods().run("away");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    Monitor monitor = Monitor.of(container);
    int pid = container.pid();
    crij.node().daemon().kill();
    monitor.kill();
    crij.node().daemon().start();
    ContainerStatus exited = container.awaitExit();
    assertThat(exited.getExitCode()).isEqualTo(255);
    assertThat(exited.getReason()).isEqualTo("MonitorDied");
    assertThat(Processes.isRunning(pid)).isFalse();
  }

  @Test
  void theMonitorOfTheSharedInitTakesThePodWithIt() {
    TestPod pod = crij.pods().run(crij.pods().sharedPidConfig("init").build());
    TestContainer container = pod.start(Containers.waiting("shell").build());
    // Looked up before: with the init, the container and its own monitor end too.
    long ofContainer = Monitor.of(container).pid();
    Monitor.inCgroup(pod.config().getLinux().getCgroupParent()).stream()
        .filter(monitor -> monitor.pid() != ofContainer)
        .forEach(Monitor::kill);
    Await.until(
        "the pod is not ready",
        Duration.ofSeconds(10),
        () -> pod.status().getState() == PodSandboxState.SANDBOX_NOTREADY);
    container.awaitExit();
  }
}
