package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.mount.Mounts;
import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What plugins are told, seen by scripts that write it down, and what survives a restart. */
final class AttachmentLifeKernelTest {
  private static final PortMapping WEB = new PortMapping(8080, 80, Protocol.TCP, "");

  /** Writes environment and input to {@code log/N-TYPE-VERB}, and answers with an address. */
  private static final String SCRIPT =
      """
      n=$(ls $base/log | grep -c env)
      call=$base/log/$n-${0##*/}-$CNI_COMMAND
      env >$call.env
      cat >$call.json
      ls $base/cni >$call.state
      [ -e $base/fail-${0##*/}-$CNI_COMMAND ] && exit 1
      [ $CNI_COMMAND = DEL ] && exit 0
      echo "{\\"cniVersion\\":\\"1.0.0\\",\\"ips\\":[{\\"address\\":\\"10.7.0.$n/24\\"}]}"
      """;

  @TempDir private Path temporary;
  private TestNode node;

  @BeforeEach
  void makeNode() throws IOException, InterruptedException {
    node = new TestNode(temporary);
    node.plugin("first", SCRIPT);
    node.plugin("second", SCRIPT);
    node.namespace("pod1");
    node.network(
        """
        {"cniVersion": "1.0.0", "name": "pods", "plugins": [
          {"type": "first", "mtu": 1400},
          {"type": "second", "capabilities": {"portMappings": true}}]}
        """);
  }

  @AfterEach
  void leaveNothing() throws IOException {
    node.close();
  }

  @Test
  void addRunsForwardAndDelBackwardWithTheCachedResult() throws IOException {
    Cni cni = node.cni();
    CniResult result = cni.add(node.attachment("pod1", WEB), TestNode.LONG);

    assertThat(result.network()).isEqualTo("pods");
    assertThat(result.podIps("eth0")).containsExactly("10.7.0.1");
    assertThat(cni.cached("pod1")).contains(result);
    cni.del("pod1");
    assertThat(calls())
        .containsExactly("0-first-ADD", "1-second-ADD", "2-second-DEL", "3-first-DEL");

    assertThat(logged("0-first-ADD.state")).contains("pod1.json");
    assertThat(input("0-first-ADD").has("prevResult")).isFalse();
    assertThat(input("0-first-ADD").has("runtimeConfig")).isFalse();
    assertThat(address(input("1-second-ADD"))).isEqualTo("10.7.0.0/24");
    assertThat(input("1-second-ADD").at("/runtimeConfig/portMappings/0/hostPort").intValue())
        .isEqualTo(8080);
    assertThat(address(input("2-second-DEL"))).isEqualTo("10.7.0.1/24");
    assertThat(address(input("3-first-DEL"))).isEqualTo("10.7.0.1/24");
    assertThat(input("3-first-DEL").path("mtu").intValue()).isEqualTo(1400);
    assertThat(node.path("cni")).isEmptyDirectory();
  }

  @Test
  void pluginsGetTheEnvironmentOfTheSpecificationAndNothingElse() throws IOException {
    node.cni().add(node.attachment("pod1"), TestNode.LONG);

    assertThat(logged("0-first-ADD.env").lines().filter(l -> !l.matches("(PWD|SHLVL|_|OLDPWD)=.*")))
        .containsExactlyInAnyOrder(
            "CNI_COMMAND=ADD",
            "CNI_CONTAINERID=pod1",
            "CNI_NETNS=" + node.path("ns/pod1"),
            "CNI_IFNAME=eth0",
            "CNI_PATH=" + node.path("bin"),
            "CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAME=web",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  }

  @Test
  void delWorksAfterARestartWithoutConfigurationAndNamespace() throws IOException {
    node.cni().add(node.attachment("pod1", WEB), TestNode.LONG);
    Files.delete(node.path("net.d/10-test.conflist"));
    Files.delete(node.path("net.d"));
    Mounts.unmount(node.path("ns/pod1"), false);

    Cni restarted = node.cni();
    assertThat(restarted.cached("pod1").orElseThrow().podIps("eth0")).containsExactly("10.7.0.1");
    restarted.del("pod1");

    // A file is left where the namespace was; it is none.
    assertThat(logged("2-second-DEL.env").lines()).contains("CNI_NETNS=");
    assertThat(address(input("3-first-DEL"))).isEqualTo("10.7.0.1/24");
    assertThat(restarted.attachments()).isEmpty();
  }

  @Test
  void aHalfDoneAddIsUndoneByAllPlugins() throws IOException {
    Files.createFile(node.path("fail-second-ADD"));
    Cni cni = node.cni();
    assertThatThrownBy(() -> cni.add(node.attachment("pod1", WEB), TestNode.LONG))
        .hasMessageContaining("'second'");

    Cni restarted = node.cni();
    assertThat(restarted.attachments()).containsExactly("pod1");
    restarted.del("pod1");
    assertThat(calls()).endsWith("2-second-DEL", "3-first-DEL");
    assertThat(input("3-first-DEL").has("prevResult")).isFalse();
  }

  @Test
  void delOfAnUnknownPodRunsNothing() {
    Cni cni = node.cni();

    cni.del("pod9");
    assertThat(calls()).isEmpty();
  }

  @Test
  void anUnreadableRecordIsStillDetached() throws IOException {
    node.cni().add(node.attachment("pod1"), TestNode.LONG);
    Files.writeString(node.path("cni/pod1.json"), "garbage");

    Cni restarted = node.cni();
    assertThat(restarted.attachments()).containsExactly("pod1");
    restarted.del("pod1");

    assertThat(calls()).endsWith("2-second-DEL", "3-first-DEL");
    assertThat(logged("3-first-DEL.env").lines()).contains("CNI_CONTAINERID=pod1", "CNI_NETNS=");
    assertThat(restarted.attachments()).isEmpty();
  }

  /** Row N4: refused before any plugin could make a rule. */
  @Test
  void aTakenHostPortIsRefusedAlsoAfterARestart() throws IOException, InterruptedException {
    node.namespace("pod2");
    node.cni().add(node.attachment("pod1", WEB), TestNode.LONG);

    Cni restarted = node.cni();
    assertThatThrownBy(() -> restarted.add(node.attachment("pod2", WEB), TestNode.LONG))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContainingAll("8080/tcp", "pod1", "pod2");
    assertThat(calls()).containsExactly("0-first-ADD", "1-second-ADD");
    assertThat(restarted.attachments()).containsExactly("pod1");

    restarted.del("pod1");
    restarted.add(node.attachment("pod2", WEB), TestNode.LONG);
    assertThat(restarted.attachments()).containsExactly("pod2");
  }

  @Test
  void refusesWhatIsNotTheNamespaceOfAPod() throws IOException {
    Cni cni = node.cni();
    Path file = Files.createFile(node.path("ns/file"));
    for (Path netns :
        List.of(file, node.path("ns/missing"), Path.of("/proc/self/ns/net"), Path.of("/"))) {
      Attachment attachment = new Attachment("pod1", netns, "eth0", Map.of(), List.of());
      assertThatThrownBy(() -> cni.add(attachment, TestNode.LONG))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContainingAll("pod1", netns.toString());
    }
    assertThat(calls()).isEmpty();
    assertThat(cni.attachments()).isEmpty();
  }

  @Test
  void refusesASecondAddAndANodeWithoutNetwork() throws IOException {
    Cni cni = node.cni();
    cni.add(node.attachment("pod1"), TestNode.LONG);
    assertThatThrownBy(() -> cni.add(node.attachment("pod1"), TestNode.LONG))
        .isInstanceOf(AlreadyExists.class);

    Files.delete(node.path("net.d/10-test.conflist"));
    assertThat(cni.state()).isInstanceOf(NetworkState.NotReady.class);
    assertThatThrownBy(() -> cni.add(node.attachment("pod2"), TestNode.LONG))
        .isInstanceOf(Unavailable.class)
        .hasMessageContainingAll("pod2", node.path("net.d").toString());
  }

  private List<String> calls() {
    String[] names = node.path("log").toFile().list((directory, name) -> name.endsWith(".env"));
    return Arrays.stream(names).map(name -> name.replace(".env", "")).sorted().toList();
  }

  private String logged(String name) throws IOException {
    return Files.readString(node.path("log").resolve(name));
  }

  private JsonNode input(String call) throws IOException {
    return Json.strict().readTree(logged(call + ".json"));
  }

  private static String address(JsonNode input) {
    return input.at("/prevResult/ips/0/address").asString("");
  }
}
