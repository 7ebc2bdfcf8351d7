package io.crij.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodSandboxState;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who shares which namespace with whom. */
@TestInstance(Lifecycle.PER_CLASS)
class PodNamespacesKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void containersOfAPodShareNetworkIpcAndHostNameButNotMountsAndProcesses() throws IOException {
    TestPod pod = crij.pods().run("two");
    TestContainer first = pod.start(Containers.waiting("first").build());
    TestContainer second = pod.start(Containers.waiting("second").build());
    for (String kind : List.of("net", "ipc", "uts")) {
      assertThat(namespace(first, kind)).as(kind).isEqualTo(namespace(second, kind));
      assertThat(namespace(first, kind)).as(kind).isNotEqualTo(ofHost(kind));
    }
    for (String kind : List.of("pid", "mnt")) {
      assertThat(namespace(first, kind)).as(kind).isNotEqualTo(namespace(second, kind));
      assertThat(namespace(first, kind)).as(kind).isNotEqualTo(ofHost(kind));
    }
  }

  @Test
  void twoPodsShareNothing() {
    TestContainer one = crij.pods().run("one").start(Containers.waiting("shell").build());
    TestContainer other = crij.pods().run("other").start(Containers.waiting("shell").build());
    for (String kind : List.of("net", "ipc", "uts", "pid", "mnt")) {
      assertThat(namespace(one, kind)).as(kind).isNotEqualTo(namespace(other, kind));
    }
  }

  @Test
  void withAPidNamespaceOfItsOwnTheCommandIsPidOne() {
    TestPod pod = crij.pods().run("own-pid");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    assertThat(container.shell("tr '\\0' ' ' </proc/1/cmdline")).startsWith("sh -c");
    assertThat(pod.status().getLinux().getNamespaces().getOptions().getPid())
        .isEqualTo(NamespaceMode.CONTAINER);
  }

  @Test
  void inASharedPidNamespaceEveryoneSeesTheOthersAndAnInitIsPidOne() {
    TestPod pod = crij.pods().run(crij.pods().sharedPidConfig("shared-pid").build());
    TestContainer first = pod.start(Containers.shell("first", "sleep 1111").build());
    TestContainer second = pod.start(Containers.shell("second", "sleep 2222").build());
    assertThat(first.shell("cat /proc/1/comm")).isEqualTo("catatonit");
    assertThat(first.shell("ps -o args")).contains("sleep 1111", "sleep 2222");
    assertThat(namespace(first, "pid")).isEqualTo(namespace(second, "pid"));
    assertThat(pod.containers()).hasSize(2);
    assertThat(pod.status().getLinux().getNamespaces().getOptions().getPid())
        .isEqualTo(NamespaceMode.POD);
  }

  @Test
  void theInitReapsWhatContainersLeave() {
    TestPod pod = crij.pods().run(crij.pods().sharedPidConfig("orphans").build());
    TestContainer container = pod.start(Containers.waiting("shell").build());
    container.shell("(sh -c 'exec sleep 0.3' &) ; exit 0");
    Await.until(
        "the orphan is gone and left no zombie",
        Duration.ofSeconds(10),
        () -> {
          String processes = container.shell("ps -o stat,args");
          return !processes.contains("sleep 0.3") && processes.lines().noneMatch(isZombie());
        });
  }

  private static Predicate<String> isZombie() {
    return line -> line.startsWith("Z");
  }

  @Test
  void theDeathOfTheSharedInitMakesThePodNotReady() throws IOException {
    TestPod pod = crij.pods().run(crij.pods().sharedPidConfig("init-dies").build());
    TestContainer container = pod.start(Containers.waiting("shell").build());
    String namespace = namespace(container, "pid");
    ProcessHandle init =
        ProcessHandle.allProcesses()
            .filter(process -> isInitOf(process, namespace))
            .findFirst()
            .orElseThrow();
    init.destroyForcibly();
    Await.until(
        "the pod is not ready",
        Duration.ofSeconds(10),
        () -> pod.status().getState() == PodSandboxState.SANDBOX_NOTREADY);
    assertThat(container.awaitExit().getExitCode()).isEqualTo(137);
  }

  private static boolean isInitOf(ProcessHandle process, String namespace) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    try {
      return Files.readSymbolicLink(folder.resolve("ns/pid")).toString().equals(namespace)
          && Files.readString(folder.resolve("comm")).startsWith("catatonit");
    } catch (IOException ended) {
      return false;
    }
  }

  @Test
  void aPodOnTheNodesNetworkSeesItsInterfacesAndHasNoAddress() throws IOException {
    NamespaceOption host =
        NamespaceOption.newBuilder()
            .setNetwork(NamespaceMode.NODE)
            .setPid(NamespaceMode.CONTAINER)
            .build();
    TestPod pod = crij.pods().run(crij.pods().config("host-net", host).clearHostname().build());
    TestContainer container = pod.start(Containers.waiting("shell").build());
    assertThat(namespace(container, "net")).isEqualTo(ofHost("net"));
    assertThat(container.shell("ls /sys/class/net")).contains(crij.node().network().bridge());
    assertThat(pod.ip()).isEmpty();
    assertThat(container.shell("hostname")).isEqualTo(HostProgram.run("uname", "-n").output());
    assertThat(crij.node().network().reservations()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aPodMayShareTheNodesProcessesOrIpc(HostNamespace kind) throws IOException {
    TestPod pod = crij.pods().run(crij.pods().config("host-ns", kind.option).build());
    TestContainer container = pod.start(Containers.waiting("shell").build());
    assertThat(namespace(container, kind.file)).isEqualTo(ofHost(kind.file));
    assertThat(namespace(container, "net")).isNotEqualTo(ofHost("net"));
  }

  enum HostNamespace {
    PID("pid", NamespaceOption.newBuilder().setPid(NamespaceMode.NODE).build()),
    IPC(
        "ipc",
        NamespaceOption.newBuilder()
            .setIpc(NamespaceMode.NODE)
            .setPid(NamespaceMode.CONTAINER)
            .build());

    private final String file;
    private final NamespaceOption option;

    HostNamespace(String file, NamespaceOption option) {
      this.file = file;
      this.option = option;
    }
  }

  private static String namespace(TestContainer container, String kind) {
    return container.shell("readlink /proc/self/ns/" + kind);
  }

  private static String ofHost(String kind) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
  }
}
