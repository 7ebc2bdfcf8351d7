package io.crij.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cni.PortMapping;
import io.crij.cni.Protocol;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a sandbox is made from can hold a bad value. */
final class SandboxConfigTest {

  @ParameterizedTest
  @CsvSource({
    "kernel.core_pattern, x",
    "kernel.hostname, x",
    "vm.overcommit_memory, 1",
    "kernel/shmmax/../core_pattern, x",
    "net.ipv4.ip_forward=1, 1",
    "net, 1",
    "net..x, 1",
    "fs.mqueue, 1",
    "'', 1",
    "kernel.shm_rmid_forced, ''"
  })
  void sysctlsOfTheNodeAreRefused(String key, String value) {
    assertThatThrownBy(() -> Pods.named("s1").sysctls(Map.of(key, value)))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aSysctlValueIsOneLineAndNothingInItSeparates() {
    assertThatThrownBy(() -> Pods.named("s1").sysctls(Map.of("kernel.sem", "1\nkernel.x=2")))
        .isInstanceOf(InvalidArgument.class);
    assertThatCode(
            () -> Pods.named("s1").sysctls(Map.of("kernel.shm_rmid_forced", "1+kernel.core=x")))
        .doesNotThrowAnyException(); // one value; the kernel refuses it
  }

  @ParameterizedTest
  @CsvSource({"net.ipv4.ip_local_port_range", "kernel.shmmax", "fs.mqueue.msg_max", "kernel.sem"})
  void sysctlsOfNamespacesThatThePodSharesAreRefused(String key) {
    Pods onNode =
        Pods.named("s2").modes(NamespaceMode.NODE, NamespaceMode.NODE, NamespaceMode.NODE);

    assertThatThrownBy(() -> onNode.sysctls(Map.of(key, "1")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining(key);
    assertThat(Pods.named("own").sysctls(Map.of(key, "1")).config().sysctls()).containsKey(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "-x", "a b", ".", "a\u0000", "\u00e4"})
  void hostNamesCannotBeLines(String name) {
    assertThatThrownBy(() -> Pods.named("host").hostname(name)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> Pods.named("host").hostname("a".repeat(65)))
        .isInstanceOf(InvalidArgument.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1\nnameserver 6.6.6.6", "", "a b", "a\tb", "a#b", "a;b"})
  void resolvConfCannotBeInjectedInto(String word) {
    List<String> bad = List.of(word);
    List<String> none = List.of();
    assertThatThrownBy(() -> new DnsConfig(bad, none, none)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> new DnsConfig(none, bad, none)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> new DnsConfig(none, none, bad)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void dnsTextHasWhatIsGivenInItsOrder() {
    assertThat(
            ResolvConf.text(
                new DnsConfig(
                    List.of("10.0.0.10", "fe80::1%eth0"),
                    List.of("ns.svc.cluster.local", "."),
                    List.of("ndots:5", "edns0"))))
        .isEqualTo(
            """
            search ns.svc.cluster.local .
            nameserver 10.0.0.10
            nameserver fe80::1%eth0
            options ndots:5 edns0
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a;b", "a=b", "a\nb"})
  void metadataFitsIntoArgumentsOfPlugins(String text) {
    assertThatThrownBy(() -> new SandboxMetadata(text, "u", "n", 0))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> new SandboxMetadata("n", text, "n", 0))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> new SandboxMetadata("n", "u", text, 0))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> new SandboxMetadata("n", "u", "n", -1))
        .isInstanceOf(InvalidArgument.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "pods", "/a/../b", "/a//b", "/a b"})
  void aCgroupParentIsAGroup(String parent) {
    assertThatThrownBy(() -> Pods.named("group").cgroupParent(parent))
        .isInstanceOf(InvalidArgument.class);
  }

  @ParameterizedTest
  @CsvSource({
    "CONTAINER, POD, POD",
    "TARGET, POD, POD",
    "POD, TARGET, POD",
    "POD, POD, CONTAINER",
    "POD, POD, TARGET"
  })
  void modesThatASandboxCannotHaveAreRefused(
      NamespaceMode network, NamespaceMode pid, NamespaceMode ipc) {
    assertThatThrownBy(() -> Pods.named("modes").modes(network, pid, ipc))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aRecordIsReadAsItWasWritten() {
    SandboxConfig config =
        new SandboxConfig(
            new SandboxMetadata("web", "1-2", "default", 3),
            "web-1",
            Optional.of(Path.of("/var/log/pods/a b%20")),
            Optional.of(new DnsConfig(List.of("10.0.0.1"), List.of(), List.of())),
            List.of(new PortMapping(80, 8080, Protocol.SCTP, "127.0.0.1")),
            Map.of("k", "v"),
            Map.of("a", "\n\u0000"),
            "/kubepods/pod1",
            Map.of("net.core.somaxconn", "1"),
            NamespaceMode.POD,
            NamespaceMode.CONTAINER,
            NamespaceMode.NODE,
            true,
            "runc");
    SandboxRecord record =
        SandboxRecord.creating("0f".repeat(32), config, Instant.now(), List.of("/kubepods"))
            .withIps(List.of("10.1.0.2", "fd00::2"))
            .ready()
            .notReady("It was stopped.")
            .givenBack();

    String json = Json.write(record);

    assertThat(Json.strict().readValue(json, SandboxRecord.class)).isEqualTo(record);
  }

  @Test
  void onlyLegalTransitionsHappen() {
    SandboxRecord creating =
        SandboxRecord.creating(
            "0f".repeat(32), Pods.named("states").config(), Instant.EPOCH, List.of());
    assertThat(creating.removing()).isEqualTo(creating);
    SandboxRecord lost = creating.ready().notReady("one");
    assertThat(lost.notReady("two")).isEqualTo(lost);
    assertThat(lost.ready()).isEqualTo(lost);
    assertThat(lost.removing().state()).isEqualTo(new SandboxState.Removing());
    assertThat(lost.removing().ready().notReady("x").removing()).isEqualTo(lost.removing());
  }
}
