package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerStatus;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the first process of a container is: from the image, unless the configuration says more. */
@TestInstance(Lifecycle.PER_CLASS)
class ContainerProcessKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @BeforeAll
  void pull() {
    crij.node().keep(TestImage.CONFIGURED);
    crij.node().keep(TestImage.NO_COMMAND);
  }

  @Test
  void theImagesCommandRunsWhereNoneIsGiven() {
    TestContainer container = start(Containers.of(TestImage.CONFIGURED, "default"));
    container.log().await("default");
  }

  @Test
  void argumentsReplaceTheImagesCommandBehindItsEntrypoint() {
    assertThat(output(Containers.of(TestImage.CONFIGURED, "args").addArgs("echo from arguments")))
        .isEqualTo("from arguments\n");
  }

  @Test
  void aCommandReplacesEntrypointAndCommandOfTheImage() {
    assertThat(
            output(
                Containers.of(TestImage.CONFIGURED, "command")
                    .addAllCommand(List.of("echo", "one"))
                    .addArgs("two")))
        .isEqualTo("one two\n");
  }

  @Test
  void theEnvironmentIsTheImagesWithTheConfigurationsOnTop() {
    String output =
        output(
            Containers.of(TestImage.CONFIGURED, "env")
                .addArgs("env; printf '[%s]' \"$STRANGE\"")
                .addEnvs(Containers.env("BOTH", "configuration"))
                .addEnvs(Containers.env("STRANGE", "a=b\nc \"d\" $HOME")));
    assertThat(output.lines())
        .contains("FROM_IMAGE=yes", "BOTH=configuration")
        .doesNotContain("BOTH=image")
        .anyMatch(line -> line.startsWith("PATH=/usr/local/sbin:"))
        .noneMatch(line -> line.startsWith("CRIJ"));
    assertThat(output).contains("[a=b\nc \"d\" $HOME]");
  }

  @Test
  void theWorkingDirectoryIsTheImagesOrTheOneGivenAndMadeWhenMissing() {
    assertThat(output(Containers.of(TestImage.CONFIGURED, "image").addArgs("pwd")))
        .isEqualTo("/var\n");
    assertThat(
            output(
                Containers.of(TestImage.CONFIGURED, "given").addArgs("pwd").setWorkingDir("/tmp")))
        .isEqualTo("/tmp\n");
    assertThat(
            output(
                Containers.of(TestImage.CONFIGURED, "made")
                    .addArgs("pwd")
                    .setWorkingDir("/not/there/yet")))
        .isEqualTo("/not/there/yet\n");
  }

  @Test
  void aTerminalIsGivenWhenAskedFor() {
    assertThat(output(Containers.shell("no-terminal", "test -t 1 || echo none")))
        .isEqualTo("none\n");
    assertThat(output(Containers.shell("terminal", "test -t 1 && echo some").setTty(true)))
        .startsWith("some");
  }

  @Test
  void standardInputIsEmptyUnlessAskedFor() {
    assertThat(output(Containers.shell("input", "cat; echo end"))).isEqualTo("end\n");
  }

  @Test
  void anImageWithoutCommandNeedsOne() {
    TestPod pod = crij.pods().run("no-command");
    GrpcFailure refusal =
        GrpcFailure.of(() -> pod.create(Containers.of(TestImage.NO_COMMAND, "none").build()));
    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).contains("command");
    assertThat(pod.containers()).isEmpty();
  }

  private TestContainer start(ContainerConfig.Builder config) {
    return crij.pods().run("process").start(config.build());
  }

  /** What the container wrote to standard output until it ended. */
  private String output(ContainerConfig.Builder config) {
    TestContainer container = start(config);
    ContainerStatus exited = container.awaitExit();
    assertThat(exited.getExitCode()).as(container.log().text("stderr")).isZero();
    return container.log().text("stdout");
  }
}
