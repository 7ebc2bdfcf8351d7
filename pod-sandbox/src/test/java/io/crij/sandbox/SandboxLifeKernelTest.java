package io.crij.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.cni.PortMapping;
import io.crij.cni.Protocol;
import io.crij.linux.mount.MountTable;
import io.crij.linux.mount.Mounts;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sandboxes from their making to their end, on the real kernel and with the real plugins. */
final class SandboxLifeKernelTest {
  @TempDir private Path temporary;
  private SandboxNode node;
  private Sandboxes sandboxes;
  private Set<String> before;

  @BeforeEach
  void makeNode() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/usr/lib/cni/bridge")), "needs containernetworking-plugins");
    node = new SandboxNode(temporary);
    sandboxes = node.open();
    before = NodeObjects.of(node);
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  private Sandbox run(Pods pod) {
    return sandboxes.run(pod.config()).join();
  }

  private void end(Sandbox sandbox) throws IOException, InterruptedException {
    sandboxes.stop(sandbox.id(), Pods.EMPTY).join();
    sandboxes.remove(sandbox.id(), Pods.EMPTY).join();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @Test
  void aPodGetsANetworkAndGivesEverythingBack() throws IOException, InterruptedException {
    Sandbox pod =
        run(Pods.named("web").ports(new PortMapping(8080, 80, Protocol.TCP, "")).hostname("web-1"));

    assertThat(pod.state()).isEqualTo(new SandboxState.Ready());
    assertThat(pod.ips()).singleElement().asString().startsWith("10.222.7.");
    assertThat(node.inPod(pod, "ip -o addr show eth0")).contains(pod.ips().getFirst() + "/");
    assertThat(node.inPod(pod, "ip -o link show lo")).contains("UP");
    assertThat(node.inPod(pod, "hostname")).isEqualTo("web-1");
    assertThat(node.onHost("iptables -t nat -S")).contains("--dport 8080");
    assertThat(pod.places().hostnameFile()).hasContent("web-1");
    assertThat(pod.places().hostsFile())
        .content()
        .contains("127.0.0.1\tlocalhost", pod.ips().getFirst() + "\tweb-1");
    assertThat(Files.getPosixFilePermissions(pod.places().hostsFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(node.cgroups.exists(pod.places().cgroupParent())).isTrue();
    assertThat(pod.places().cgroupParent().path()).endsWith("/pod-" + pod.id());
    assertThat(sandboxes.list()).containsExactly(pod);
    assertThat(sandboxes.require(pod.id().substring(0, 8))).isEqualTo(pod);

    sandboxes.stop(pod.id(), Pods.EMPTY).join();

    Sandbox stopped = sandboxes.require(pod.id());
    assertThat(stopped.state()).isInstanceOf(SandboxState.NotReady.class);
    assertThat(stopped.config()).isEqualTo(pod.config());
    assertThat(node.onHost("iptables -t nat -S")).doesNotContain("--dport 8080");
    assertThat(node.onHost("ip -o link")).doesNotContain("veth");

    sandboxes.stop(pod.id(), Pods.EMPTY).join();
    sandboxes.remove(pod.id(), Pods.EMPTY).join();
    sandboxes.remove(pod.id(), Pods.EMPTY).join();

    assertThat(sandboxes.list()).isEmpty();
    assertThat(NodeObjects.of(node)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "POD, CONTAINER, POD, uts net ipc",
    "NODE, CONTAINER, POD, uts ipc",
    "POD, NODE, NODE, uts net",
    "NODE, NODE, NODE, uts"
  })
  void namespacesAreThePodsOrTheNodesAsAsked(
      NamespaceMode network, NamespaceMode pid, NamespaceMode ipc, String own)
      throws IOException, InterruptedException {
    Sandbox pod = run(Pods.named("modes").modes(network, pid, ipc));

    for (NamespaceKind kind : Set.of(NamespaceKind.NET, NamespaceKind.IPC, NamespaceKind.UTS)) {
      String link = "readlink /proc/self/ns/" + kind.fileName();
      boolean isOwn = !node.inPod(pod, link).equals(node.sh(link));
      assertThat(isOwn).as(kind.toString()).isEqualTo(own.contains(kind.fileName()));
      assertThat(pod.places().namespace(kind).isPresent()).isEqualTo(isOwn);
    }
    assertThat(pod.ips()).hasSize(network == NamespaceMode.POD ? 1 : 0);
    assertThat(pod.places().shm().equals(Path.of("/dev/shm"))).isEqualTo(ipc == NamespaceMode.NODE);
    end(pod);
  }

  @Test
  void sharedMemoryIsBoundedAndForAllUsers() throws IOException, InterruptedException {
    Sandbox pod = run(Pods.named("shm"));

    var mount = MountTable.read().at(pod.places().shm()).orElseThrow();
    assertThat(mount.type()).isEqualTo("tmpfs");
    assertThat(mount.superOptions()).contains("size=65536k");
    assertThat(mount.options()).contains("nosuid", "nodev", "noexec");
    assertThat(mount.propagation()).isEmpty();
    assertThat(node.sh("stat -c %a " + pod.places().shm())).isEqualTo("1777");
    end(pod);
  }

  @Test
  void hostNamesAreThePodsTheNodesOrFromTheId() throws IOException, InterruptedException {
    Sandbox unnamed = run(Pods.named("unnamed"));
    assertThat(node.inPod(unnamed, "hostname")).isEqualTo(unnamed.id().substring(0, 12));
    end(unnamed);

    Sandbox onNode =
        run(Pods.named("node").modes(NamespaceMode.NODE, NamespaceMode.NODE, NamespaceMode.POD));
    assertThat(node.inPod(onNode, "hostname")).isEqualTo(node.sh("hostname"));
    assertThat(onNode.places().hostsFile()).content().contains("node.test");
    end(onNode);
  }

  @Test
  void resolvConfIsAsAskedOrTheNodes() throws IOException, InterruptedException {
    Sandbox asked =
        run(
            Pods.named("dns")
                .dns(
                    new DnsConfig(
                        List.of("10.10.10.10"), List.of("google.com"), List.of("ndots:8"))));
    assertThat(asked.places().resolvConf())
        .hasContent("search google.com\nnameserver 10.10.10.10\noptions ndots:8\n");
    end(asked);

    Sandbox copied = run(Pods.named("copy").dns(new DnsConfig(List.of(), List.of(), List.of())));
    assertThat(copied.places().resolvConf()).content().contains("nameserver 192.0.2.53");
    end(copied);
  }

  @Test
  void sysctlsAreThoseOfThePodAlone() throws IOException, InterruptedException {
    String read = "cat /proc/sys/kernel/shm_rmid_forced /proc/sys/net/ipv4/ip_forward";
    String ofNode = node.sh(read);
    Sandbox pod =
        run(
            Pods.named("sysctls")
                .sysctls(
                    Map.of(
                        "kernel.shm_rmid_forced",
                        "1",
                        "net/ipv4/ip_local_port_range",
                        "2000\t3000")));

    assertThat(node.inPod(pod, "cat /proc/sys/kernel/shm_rmid_forced")).isEqualTo("1");
    assertThat(node.inPod(pod, "cat /proc/sys/net/ipv4/ip_local_port_range"))
        .isEqualTo("2000\t3000");
    assertThat(node.sh(read)).isEqualTo(ofNode);
    end(pod);
  }

  @Test
  void aSysctlThatTheKernelRefusesIsTheCallersFault() throws IOException, InterruptedException {
    Pods pod = Pods.named("refused").sysctls(Map.of("net.ipv4.no_such_thing", "1"));

    assertThatThrownBy(() -> run(pod))
        .cause()
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContainingAll("tests/refused", "no_such_thing", "namespaces");
    assertThat(NodeObjects.of(node)).isEqualTo(before);
    assertThat(sandboxes.list()).isEmpty();
  }

  @Test
  void whatWeMadeOfACgroupParentGoesWithItsLastPod() throws IOException, InterruptedException {
    node.cgroups.create(node.cgroup);
    String parent = node.cgroup.child("burst").child("pod9").path();
    Sandbox one = run(Pods.named("one").cgroupParent(parent));
    Sandbox two = run(Pods.named("two").cgroupParent(parent));

    sandboxes.remove(one.id(), Pods.EMPTY).join();
    assertThat(node.cgroups.exists(two.places().cgroupParent())).isTrue();
    sandboxes.remove(two.id(), Pods.EMPTY).join();

    assertThat(node.cgroups.exists(node.cgroup.child("burst"))).isFalse();
    assertThat(node.cgroups.exists(node.cgroup)).isTrue();
  }

  @Test
  void unknownIdsAreEndedAlreadyAndAmbiguousOnesRefused() {
    sandboxes.stop("0123456789", Pods.EMPTY).join();
    sandboxes.remove("../../x", Pods.EMPTY).join();
    assertThat(sandboxes.find("0123456789")).isEmpty();
    assertThatThrownBy(() -> sandboxes.require("0123456789")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> sandboxes.stop("", Pods.EMPTY).join())
        .cause()
        .isInstanceOf(InvalidArgument.class);
  }

  /** Plugins find what they made on the node only from within the pod's namespace. */
  @Test
  void aLostPinIsMadeAgainWhileAProcessOfThePodLives() throws IOException, InterruptedException {
    Sandbox pod =
        run(
            Pods.named("lost")
                .ports(new PortMapping(18_083, 80, Protocol.TCP, ""))
                .modes(NamespaceMode.POD, NamespaceMode.POD, NamespaceMode.POD));
    assertThat(node.onHost("iptables -t nat -S")).contains(pod.id());
    Mounts.unmount(pod.places().namespace(NamespaceKind.NET).orElseThrow(), true);

    end(pod);

    assertThat(node.onHost("iptables -t nat -S")).doesNotContain(pod.id());
  }

  /** Each sees the other's group only as one that was there before. */
  @Test
  void theLastOfTwoDaemonsTakesTheirCommonGroupAway() throws IOException {
    Sandboxes other = node.open(node.partsIn("other"));
    Pods config = Pods.named("a").modes(NamespaceMode.NODE, NamespaceMode.NODE, NamespaceMode.NODE);
    Sandbox first = run(config);
    Sandbox second = other.run(config.config()).join();

    sandboxes.remove(first.id(), Pods.EMPTY).join();
    assertThat(node.cgroups.exists(node.cgroup)).isTrue();
    other.remove(second.id(), Pods.EMPTY).join();

    assertThat(node.cgroups.exists(node.cgroup)).isFalse();
    for (String directory : List.of("ns", "sandboxes")) {
      Mounts.unmount(node.path("other/run").resolve(directory), true);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "UDP"})
  void aHostPortThatAProcessHasIsRefused(Protocol protocol) throws IOException {
    try (ServerSocketChannel tcp = ServerSocketChannel.open();
        DatagramChannel udp = DatagramChannel.open()) {
      tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      udp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port =
          (protocol == Protocol.TCP ? tcp.socket().getLocalPort() : udp.socket().getLocalPort());

      assertThatThrownBy(
              () -> run(Pods.named("web").ports(new PortMapping(port, 80, protocol, ""))))
          .hasRootCauseInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("Host port " + port + "/")
          .hasMessageContaining("taken by a process of the node");
    }
  }
}
