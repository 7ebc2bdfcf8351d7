package io.crij.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.Signal;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.ContainerEnd;
import io.crij.runtime.container.ContainerState.Created;
import io.crij.runtime.container.ContainerState.Exited;
import io.crij.runtime.container.ContainerState.Running;
import io.crij.runtime.container.TestContainers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CriContainerTest {
  private static final String ID = "c".repeat(64);
  private static final Instant START = Instant.ofEpochSecond(1_700_000_000, 5);

  @Test
  void whatWasAskedForComesBackUnaltered() {
    Container container = TestContainers.container(ID, new Created());

    ContainerStatus status = CriContainer.status(container);

    assertThat(status.getMetadata()).isEqualTo(container.config().getMetadata());
    assertThat(status.getLabelsMap()).isEqualTo(container.config().getLabelsMap());
    assertThat(status.getAnnotationsMap()).isEqualTo(container.config().getAnnotationsMap());
    assertThat(status.getImage().getImage()).isEqualTo("example.org/app:1");
    assertThat(status.getImageRef()).isEqualTo(TestContainers.IMAGE.ref());
    assertThat(status.getImageId()).isEqualTo(TestContainers.IMAGE.id());
    assertThat(status.getLogPath()).isEqualTo("/var/log/pods/web/app/3.log");
    assertThat(status.getCreatedAt()).isPositive();
    assertThat(status.getUser().getLinux().getUid()).isEqualTo(1000);
    assertThat(status.getStopSignal()).isEqualTo(Signal.SIGNAL_SIGQUIT);
  }

  @Test
  void onlyAnEndHasATimeACodeAndAReason() {
    ContainerStatus running = CriContainer.status(container(new Running(START)));
    ContainerStatus exited =
        CriContainer.status(
            container(
                new Exited(
                    Optional.of(START),
                    new ContainerEnd(137, START.plusSeconds(1), "OOMKilled", ""))));

    assertThat(running.getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
    assertThat(running.getStartedAt()).isEqualTo(1_700_000_000_000_000_005L);
    assertThat(running.getFinishedAt()).isZero();
    assertThat(running.getReason()).isEmpty();
    assertThat(exited.getState()).isEqualTo(ContainerState.CONTAINER_EXITED);
    assertThat(exited.getFinishedAt()).isEqualTo(1_700_000_001_000_000_005L);
    assertThat(exited.getExitCode()).isEqualTo(137);
    assertThat(exited.getReason()).isEqualTo("OOMKilled");
  }

  @Test
  void verboseInfoHasNamesOfVariablesAndNoValues() {
    byte[] spec =
        "{\"process\":{\"env\":[\"PASSWORD=a=b\",\"X=\"],\"cwd\":\"/\"}}"
            .getBytes(StandardCharsets.UTF_8);

    String text = InfoJson.of(container(new Created()), spec);

    JsonNode info = JsonMapper.shared().readTree(text);
    assertThat(text).doesNotContain("a=b");
    assertThat(info.path("runtimeSpec").path("process").path("env").get(0).asString())
        .startsWith("PASSWORD=[");
    assertThat(info.path("sandboxID").asString()).isEqualTo(TestContainers.SANDBOX);
    assertThat(info.has("pid")).isFalse();
  }

  @Test
  void signalsAreTheApisOwn() {
    assertThat(CriSignals.of(15)).isEqualTo(Signal.SIGNAL_SIGTERM);
    assertThat(CriSignals.of(9)).isEqualTo(Signal.SIGNAL_SIGKILL);
    assertThat(CriSignals.of(17)).isEqualTo(Signal.SIGNAL_SIGCHLD);
    assertThat(CriSignals.of(6)).isEqualTo(Signal.SIGNAL_SIGABRT);
    assertThat(CriSignals.of(34)).isEqualTo(Signal.SIGNAL_SIGRTMIN);
    assertThat(CriSignals.of(35)).isEqualTo(Signal.SIGNAL_SIGRTMINPLUS1);
    assertThat(CriSignals.of(64)).isEqualTo(Signal.SIGNAL_SIGRTMAX);
  }

  private static Container container(io.crij.runtime.container.ContainerState state) {
    return TestContainers.container(ID, state);
  }
}
