package io.crij.linux.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of the node itself can be changed by the request of a pod. */
final class PinRequestTest {
  private static final Set<NamespaceKind> ALL =
      EnumSet.of(NamespaceKind.NET, NamespaceKind.IPC, NamespaceKind.UTS);

  private static PinRequest request(Set<NamespaceKind> kinds, Map<String, String> sysctls) {
    return new PinRequest(Path.of("/run/x"), kinds, Optional.empty(), sysctls);
  }

  @ParameterizedTest
  @CsvSource({
    "net.ipv4.ip_forward, NET",
    "net/ipv4/conf/eth0.1/forwarding, NET",
    "kernel.shm_rmid_forced, IPC",
    "kernel.msgmax, IPC",
    "kernel.sem, IPC",
    "fs.mqueue.msg_max, IPC",
    "kernel.domainname, UTS"
  })
  void aSysctlNeedsItsNamespace(String key, NamespaceKind owner) {
    assertThat(request(ALL, Map.of(key, "1")).sysctls()).containsKey(key);

    Set<NamespaceKind> others = EnumSet.copyOf(ALL);
    others.remove(owner);
    assertThatThrownBy(() -> request(others, Map.of(key, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kernel.core_pattern",
        "vm.overcommit_memory",
        "fs.file-max",
        "kernel.semantics",
        "net/../kernel/core_pattern",
        "net.ipv4..x",
        "network.x",
        ""
      })
  void sysctlsOfTheNodeAreRefused(String key) {
    assertThatThrownBy(() -> request(ALL, Map.of(key, "1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = NamespaceKind.class,
      names = {"PID", "MOUNT", "USER", "CGROUP"})
  void kindsThatAThreadCannotMakeForOthersAreRefused(NamespaceKind kind) {
    assertThatThrownBy(() -> request(Set.of(kind), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHostNameNeedsItsNamespace() {
    assertThatThrownBy(
            () ->
                new PinRequest(
                    Path.of("/run/x"), Set.of(NamespaceKind.NET), Optional.of("pod"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\n", "é"})
  void badHostNamesAreRefused(String name) {
    assertThatThrownBy(() -> new PinRequest(Path.of("/run/x"), ALL, Optional.of(name), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
