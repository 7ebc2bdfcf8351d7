package io.crij.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.DNSConfig;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a container finds in files that its pod gives it. */
@TestInstance(Lifecycle.PER_CLASS)
class PodFilesKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void theHostNameIsThePodsOwn() {
    TestPod pod = crij.pods().run(crij.pods().config("named").setHostname("my-pod-0").build());
    TestContainer shell = pod.start(Containers.waiting("shell").build());
    assertThat(shell.shell("hostname")).isEqualTo("my-pod-0");
    assertThat(shell.shell("cat /etc/hostname")).isEqualTo("my-pod-0");
    assertThat(shell.shell("echo $HOSTNAME")).isEqualTo("my-pod-0");
  }

  @Test
  void resolvConfIsWrittenFromThePodsConfiguration() {
    DNSConfig dns =
        DNSConfig.newBuilder()
            .addServers("10.10.10.10")
            .addServers("fd00::10")
            .addSearches("default.svc.cluster.local")
            .addSearches("cluster.local")
            .addOptions("ndots:8")
            .addOptions("edns0")
            .build();
    TestPod pod = crij.pods().run(crij.pods().config("dns").setDnsConfig(dns).build());
    TestContainer shell = pod.start(Containers.waiting("shell").build());
    assertThat(shell.shell("cat /etc/resolv.conf").lines().map(String::strip))
        .containsExactlyInAnyOrder(
            "search default.svc.cluster.local cluster.local",
            "nameserver 10.10.10.10",
            "nameserver fd00::10",
            "options ndots:8 edns0");
  }

  @Test
  void withoutConfigurationThePodResolvesAsTheHostDoes() throws IOException {
    TestPod pod = crij.pods().run("dns-of-host");
    TestContainer shell = pod.start(Containers.waiting("shell").build());
    List<String> host = nameservers(Files.readString(Path.of("/etc/resolv.conf")));
    assertThat(nameservers(shell.shell("cat /etc/resolv.conf"))).isEqualTo(host);
  }

  private static List<String> nameservers(String resolvConf) {
    return resolvConf.lines().filter(line -> line.startsWith("nameserver")).toList();
  }

  @Test
  void sharedMemoryIsThePodsOwnAndSixtyFourMebibytes() {
    TestPod pod = crij.pods().run("shm");
    TestContainer first = pod.start(Containers.waiting("first").build());
    TestContainer second = pod.start(Containers.waiting("second").build());
    assertThat(first.shell("df -k /dev/shm | tail -n 1 | awk '{print $2}'")).isEqualTo("65536");
    first.shell("echo between containers >/dev/shm/note");
    assertThat(second.shell("cat /dev/shm/note")).isEqualTo("between containers");
    assertThat(Path.of("/dev/shm/note")).doesNotExist();
  }
}
