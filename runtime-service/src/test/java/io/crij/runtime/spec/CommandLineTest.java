package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.ContainerConfig;
import io.crij.image.manifest.ImageConfig;
import io.crij.operations.failure.InvalidArgument;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandLineTest {
  private static ImageConfig image(String entrypoint, String cmd) {
    return TestImages.with(words(entrypoint), words(cmd), List.of(), "", "", Optional.empty());
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
  }

  private static ContainerConfig request(String command, String args) {
    return ContainerConfig.newBuilder()
        .addAllCommand(words(command))
        .addAllArgs(words(args))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', /e, c, /e c",
    "'', a, /e, c, /e a",
    "/x, '', /e, c, /x",
    "/x, a b, /e, c, /x a b",
    "'', a, '', c, a",
    "'', '', '', c d, c d",
  })
  void theRequestBeatsTheImage(
      String command, String args, String entrypoint, String cmd, String expected) {
    assertThat(CommandLine.of(request(command, args), image(entrypoint, cmd)))
        .isEqualTo(words(expected));
  }

  @Test
  void withoutAnyCommandTheMessageSaysSo() {
    assertThatThrownBy(() -> CommandLine.of(request("", ""), image("", "")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("no command to run");
  }

  @Test
  void textThatNoProcessCanGetIsRefused() {
    ContainerConfig nul = ContainerConfig.newBuilder().addCommand("a\0b").build();
    ContainerConfig huge = ContainerConfig.newBuilder().addCommand("x".repeat(200_000)).build();
    ContainerConfig empty = ContainerConfig.newBuilder().addCommand("").build();
    ContainerConfig.Builder many = ContainerConfig.newBuilder();
    for (int i = 0; i < 30; i++) {
      many.addCommand("x".repeat(100_000));
    }
    for (ContainerConfig bad : List.of(nul, huge, empty, many.build())) {
      assertThatThrownBy(() -> CommandLine.of(bad, TestImages.plain()))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("command");
    }
  }
}
