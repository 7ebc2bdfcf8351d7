package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real plugins, in a network namespace that stands for the host. */
final class BridgeKernelTest {
  private static final Path PLUGINS = Path.of("/usr/lib/cni");

  @TempDir private Path temporary;
  private TestNode node;
  private PinnedNetns host;

  @BeforeEach
  void makeNode() throws IOException, InterruptedException {
    for (String plugin : List.of("bridge", "host-local", "portmap")) {
      assumeTrue(Files.exists(PLUGINS.resolve(plugin)), "needs containernetworking-plugins");
    }
    node = new TestNode(temporary);
    host = node.namespace("host");
    host.run("ip", "link", "set", "lo", "up");
    for (String plugin : List.of("bridge", "host-local", "portmap")) {
      node.plugin(
          plugin, "exec /usr/bin/nsenter --net=$base/ns/host " + PLUGINS.resolve(plugin) + "\n");
    }
    node.network(
        """
        {"cniVersion": "1.0.0", "name": "crijt", "plugins": [
          {"type": "bridge", "bridge": "crijt0", "isGateway": true, "ipMasq": true,
           "ipam": {"type": "host-local", "dataDir": "%s",
                    "ranges": [[{"subnet": "10.221.7.0/24"}], [{"subnet": "fd00:221:7::/64"}]],
                    "routes": [{"dst": "0.0.0.0/0"}]}},
          {"type": "portmap", "capabilities": {"portMappings": true}}]}
        """
            .formatted(node.path("ipam")));
  }

  @AfterEach
  void leaveNothing() throws IOException {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void aPodGetsItsAddressesAndPortsAndGivesAllBack() throws IOException, InterruptedException {
    PinnedNetns pod = node.namespace("pod1");
    Cni cni = node.cni();
    PortMapping web = new PortMapping(8080, 80, Protocol.TCP, "");

    CniResult result = cni.add(node.attachment("pod1", web), TestNode.LONG);

    List<String> ips = result.podIps("eth0");
    assertThat(ips).hasSize(2);
    assertThat(ips.getFirst()).startsWith("10.221.7.");
    assertThat(pod.run("ip", "-o", "addr", "show", "eth0")).contains(ips);
    assertThat(host.run("iptables", "-t", "nat", "-S")).contains("--dport 8080", ips.getFirst());
    assertThat(reservedAddresses()).containsExactlyInAnyOrderElementsOf(ips);
    assertThat(cni.cached("pod1")).contains(result);
    assertThat(cni.isAttached("pod1")).isTrue();

    cni.del("pod1");
    cni.del("pod1");

    assertThat(cni.isAttached("pod1")).isFalse();
    assertThat(pod.run("ip", "-o", "link")).doesNotContain("eth0");
    assertNothingOnTheHost();
  }

  /** The bridge plugin finds its own masquerade rules only through the namespace. */
  @Test
  void addressesAndPortsAreGivenBackWhenTheNamespaceWentFirst()
      throws IOException, InterruptedException {
    PinnedNetns pod = node.namespace("pod1");
    PortMapping dns = new PortMapping(53, 53, Protocol.UDP, "");
    node.cni().add(node.attachment("pod1", dns), TestNode.LONG);

    pod.close();
    node.cni().del("pod1");

    assertThat(host.run("iptables", "-t", "nat", "-S")).doesNotContain("--dport", "CNI-DN-");
    assertThat(reservedAddresses()).isEmpty();
    assertThat(node.path("cni")).isEmptyDirectory();
  }

  @Test
  void anAddThatFailsInTheSecondPluginIsGivenBack() throws IOException, InterruptedException {
    node.namespace("pod1");
    node.plugin(
        "portmap",
        "[ $CNI_COMMAND = DEL ] || { echo '{\"code\":100,\"msg\":\"no rules today\"}'; exit 1; }\n"
            + "exec /usr/bin/nsenter --net=$base/ns/host "
            + PLUGINS.resolve("portmap"));
    Cni cni = node.cni();

    assertThat(catchThrowable(() -> cni.add(node.attachment("pod1"), TestNode.LONG)))
        .hasMessageContaining("no rules today");
    assertThat(reservedAddresses()).hasSize(2);
    cni.del("pod1");

    assertNothingOnTheHost();
  }

  private void assertNothingOnTheHost() throws IOException, InterruptedException {
    assertThat(host.run("ip", "-o", "link")).contains("crijt0").doesNotContain("veth");
    assertThat(host.run("iptables", "-t", "nat", "-S")).doesNotContain("pod1", "10.221.7.");
    assertThat(host.run("ip6tables", "-t", "nat", "-S")).doesNotContain("pod1", "fd00:221:7:");
    assertThat(reservedAddresses()).isEmpty();
    assertThat(node.path("cni")).isEmptyDirectory();
  }

  private List<String> reservedAddresses() throws IOException {
    try (var files = Files.list(node.path("ipam/crijt"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("10.") || name.startsWith("fd00:"))
          .toList();
    }
  }
}
