package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttachmentTest {
  private static Attachment attachment(String id, String ifName, Map<String, String> args) {
    return new Attachment(id, Path.of("/run/ns"), ifName, args, List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../x", "a/b", "-a", "a b", "a\n"})
  void refusesIdsAndLinksThatAreNoNames(String name) {
    assertThatThrownBy(() -> attachment(name, "eth0", Map.of()))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> attachment("pod1", name, Map.of()))
        .isInstanceOf(InvalidArgument.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web;K8S_POD_NAMESPACE=kube-system", "a=b", "a\0b", "a\nb"})
  void refusesArgumentsThatWouldBecomeOthers(String value) {
    assertThatThrownBy(() -> attachment("pod1", "eth0", Map.of("K8S_POD_NAME", value)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("K8S_POD_NAME");
  }

  @Test
  void dropsMappingsWithoutAHostPort() {
    PortMapping none = new PortMapping(0, 80, Protocol.TCP, "");
    PortMapping some = new PortMapping(8080, 80, Protocol.TCP, "");

    assertThat(
            new Attachment("pod1", Path.of("/x"), "eth0", Map.of(), List.of(none, some, some))
                .portMappings())
        .containsExactly(some);
  }

  @Test
  void makesForeignTextFitForAMessage() {
    assertThat(PlainText.of("  a\u001b[31m\nb\u202e ")).isEqualTo("a [31m b");
    assertThat(PlainText.of("x".repeat(10_000))).hasSize(503).endsWith("...");
  }
}
