package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.process.ProcessIdentity;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MonitorMessagesTest {
  @TempDir private Path directory;

  @Test
  void theMonitorTellsThePidOrWhatWentWrong() throws IOException {
    assertThat(SyncMessage.parse("{\"data\": 4711}\n")).isEqualTo(new SyncMessage(4711, ""));
    assertThat(SyncMessage.parse("{\"data\": -1, \"message\": \"no\\n\"}").created()).isFalse();
    assertThatThrownBy(() -> SyncMessage.parse("garbage\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("garbage");
  }

  @Test
  void anExitFileHasACodeAndATime() throws IOException {
    Path file = directory.resolve("id");
    assertThat(ExitFile.read(file)).isEmpty();

    Files.writeString(file, "137");
    assertThat(ExitFile.read(file))
        .isEqualTo(Optional.of(new ExitFile(137, Files.getLastModifiedTime(file).toInstant())));

    Files.writeString(file, "");
    assertThat(ExitFile.read(file)).isEmpty();
  }

  @Test
  void recordsSurviveTheDaemon() {
    MonitoredProcess process =
        new MonitoredProcess("id", new ProcessIdentity(1, 2), new ProcessIdentity(3, 4));
    ContainerExit exit =
        new ContainerExit(
            255, Instant.parse("2026-01-01T00:00:00.123Z"), true, Optional.of("MonitorDied"));

    assertThat(Json.write(process)).doesNotContain("alive");
    assertThat(Json.strict().readValue(Json.write(process), MonitoredProcess.class))
        .isEqualTo(process);
    assertThat(Json.strict().readValue(Json.write(exit), ContainerExit.class)).isEqualTo(exit);
  }
}
