package io.crij.runtime.streaming.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusFormatTest {
  private static Optional<String> text(StatusFormat format, CommandEnd end) {
    return format.bytes(end).map(StatusFormatTest::read);
  }

  private static String read(ByteBuf bytes) {
    try {
      return bytes.toString(StandardCharsets.UTF_8);
    } finally {
      bytes.release();
    }
  }

  @Test
  void olderClientsGetAText() {
    assertThat(text(StatusFormat.TEXT, CommandEnd.of(0))).isEmpty();
    assertThat(text(StatusFormat.TEXT, CommandEnd.of(3)))
        .contains("command terminated with exit code 3");
    assertThat(text(StatusFormat.TEXT, new CommandEnd.Failed("no"))).contains("no");
  }

  @Test
  void newerOnesGetAStatusObject() {
    assertThat(text(StatusFormat.JSON, CommandEnd.of(0)))
        .contains("{\"metadata\":{},\"status\":\"Success\"}");
    assertThat(text(StatusFormat.JSON, CommandEnd.of(137)).orElseThrow())
        .contains("\"status\":\"Failure\"", "\"reason\":\"NonZeroExitCode\"")
        .contains("\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"137\"}]");
    assertThat(text(StatusFormat.JSON, new CommandEnd.Failed("a \"quoted\" word")).orElseThrow())
        .contains("\"reason\":\"InternalError\"", "a \\\"quoted\\\" word");
  }
}
