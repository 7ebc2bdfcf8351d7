package io.crij.cni.podcidr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodCidrsTest {
  private static final String TEMPLATE =
      """
      {"cniVersion":"1.0.0","name":"pods","plugins":[{"type":"bridge","ipam":{
      "type":"host-local","ranges":"${POD_CIDR_RANGES}","routes":"${POD_CIDR_ROUTES}"}},
      {"type":"firewall","note":"${POD_CIDR}","mtu":1400}]}\
      """;

  @TempDir Path directory;

  @Test
  void theNetworkIsMadeFromTheTemplate() throws IOException {
    Path template = Files.writeString(directory.resolve("template"), TEMPLATE);

    open(Optional.of(template)).update("10.1.0.0/16,fd00:1::/64");

    assertThat(network())
        .hasContent(
            "{\"cniVersion\":\"1.0.0\",\"name\":\"pods\",\"plugins\":[{\"type\":\"bridge\","
                + "\"ipam\":{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.1.0.0/16\"}],"
                + "[{\"subnet\":\"fd00:1::/64\"}]],\"routes\":[{\"dst\":\"0.0.0.0/0\"},"
                + "{\"dst\":\"::/0\"}]}},{\"type\":\"firewall\",\"note\":\"10.1.0.0/16\","
                + "\"mtu\":1400}]}");
    try (Stream<Path> files = Files.list(network().getParent())) {
      assertThat(files).containsExactly(network());
    }
  }

  @Test
  void itIsKeptAndMadeAgainAtStart() throws IOException {
    open(Optional.empty()).update("10.1.0.0/16");
    assertThat(network()).doesNotExist();
    Path template = Files.writeString(directory.resolve("template"), TEMPLATE);

    PodCidrs again = open(Optional.of(template));

    assertThat(again.now()).containsExactly("10.1.0.0/16");
    assertThat(network()).content().contains("10.1.0.0/16").doesNotContain("::/0");
    again.update("");
    assertThat(again.now()).containsExactly("10.1.0.0/16");
    again.update("10.2.0.0/16");
    assertThat(network()).content().contains("10.2.0.0/16").doesNotContain("10.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.0.0",
        "10.1.0.0/33",
        "10.1.0.1/16",
        "fd00::1/64",
        "10.1.0.0/x",
        "10.1.0.0/16,10.2.0.0/16",
        "10.1.0.0/16,",
        "host.example/8",
        "fe80::%lo/64",
        "10.1.0.0/16\",\"x\":\"",
      })
  void whatIsNoneIsRefused(String text) {
    PodCidrs cidrs = open(Optional.empty());
    assertThatThrownBy(() -> cidrs.update(text)).isInstanceOf(InvalidArgument.class);
    assertThat(cidrs.now()).isEmpty();
  }

  @Test
  void aTemplateThatIsNoneIsSaidToBe() throws IOException {
    PodCidrs cidrs = open(Optional.of(Files.writeString(directory.resolve("template"), "{,")));
    assertThatThrownBy(() -> cidrs.update("0.0.0.0/0"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("template");
    assertThat(cidrs.now()).isEmpty();
  }

  private PodCidrs open(Optional<Path> template) {
    return PodCidrs.open(directory.resolve("root"), directory.resolve("net.d"), template);
  }

  private Path network() {
    return directory.resolve("net.d").resolve("05-crij-pod-cidr.conflist");
  }
}
