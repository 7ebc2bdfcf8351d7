package io.crij.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.PodHttp;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestPod;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class PodNetworkKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final PodHttp http = new PodHttp();

  @BeforeAll
  void pullWeb() {
    crij.node().keep(TestImage.WEB);
  }

  @Test
  void theHostReachesAPodByItsAddress() {
    TestPod pod = crij.pods().run("web");
    TestContainer web = pod.start(Containers.of(TestImage.WEB, "web").build());
    String ip = pod.ip();
    assertThat(ip).startsWith(crij.node().network().subnet() + ".");
    assertThat(http.get(ip, 80)).contains("Hello from a pod");
    web.log().await("response:200");
    assertThat(pod.status().getNetwork().getAdditionalIpsList()).isEmpty();
  }

  @Test
  void podsHaveAddressesOfTheirOwnAndReachEachOther() {
    TestPod web = crij.pods().run("web");
    web.start(Containers.of(TestImage.WEB, "web").build());
    http.get(web.ip(), 80);
    TestPod client = crij.pods().run("client");
    assertThat(client.ip()).isNotEqualTo(web.ip());
    TestContainer shell = client.start(Containers.waiting("shell").build());
    assertThat(shell.shell("wget -q -O - http://" + web.ip())).contains("Hello from a pod");
  }

  @Test
  void aPodSeesItsLoopbackAndItsOwnInterfaceOnly() {
    TestPod pod = crij.pods().run("interfaces");
    TestContainer shell = pod.start(Containers.waiting("shell").build());
    List<String> interfaces = shell.shell("ls /sys/class/net").lines().toList();
    assertThat(interfaces).containsExactlyInAnyOrder("eth0", "lo");
    assertThat(shell.shell("cat /sys/class/net/lo/flags")).isEqualTo("0x9");
    assertThat(shell.shell("ip -4 addr show eth0")).contains("inet " + pod.ip() + "/24");
    assertThat(shell.shell("ip route")).contains("default via " + crij.node().network().gateway());
  }

  @Test
  void anAddressIsGivenBackWhenItsPodIsStopped() {
    TestPod pod = crij.pods().run("stopped");
    assertThat(reservations()).contains(pod.ip());
    String ip = pod.ip();
    pod.stop();
    assertThat(reservations()).doesNotContain(ip);
  }

  private List<String> reservations() {
    return crij.node().network().reservations();
  }
}
