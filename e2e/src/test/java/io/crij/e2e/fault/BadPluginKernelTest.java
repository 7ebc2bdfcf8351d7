package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxState;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.FaultyPlugins;
import io.crij.e2e.harness.FaultyPlugins.Behaviour;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CNI plugins that do not do their work. */
@TestInstance(Lifecycle.PER_CLASS)
class BadPluginKernelTest {
  private static final String SHORT_TIME = "[crij.network]\ncni_add_timeout = \"2s\"\n";

  @RegisterExtension
  private final SharedNode crij =
      SharedNode.with(
          setup ->
              setup
                  .withPlugins(FaultyPlugins.in(setup.directory().resolve("plugins")).directory())
                  .withConfiguration(SHORT_TIME));

  @AfterEach
  void behave() {
    plugins().behave(Behaviour.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "FAIL, INTERNAL, no luck today",
    "CRASH, INTERNAL, portmap",
    "GARBAGE, INTERNAL, portmap",
    "SILENCE, INTERNAL, portmap",
    "TRY_LATER, UNAVAILABLE, busy now",
    "FLOOD, DEADLINE_EXCEEDED, portmap",
    "HANG, DEADLINE_EXCEEDED, portmap"
  })
  void thePodFailsLeavesNothingAndWorksWhenThePluginDoes(
      Behaviour behaviour, Status.Code code, String told) {
    plugins().behave(behaviour);
    PodSandboxConfig config = crij.pods().config("unlucky").build();
    GrpcFailure failure = GrpcFailure.of(() -> crij.pods().run(config));
    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    assertThat(failure.message()).contains(told);
    assertThat(plugins().isReached()).isTrue();
    assertThat(plugins().running()).isEmpty();
    assertThat(crij.node().listPods()).isEmpty();
    crij.node().assertNothingLeft();

    plugins().behave(Behaviour.NONE);
    TestPod pod = crij.pods().run(config);
    assertThat(pod.status().getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
    assertThat(pod.ip()).isNotEmpty();
  }

  @Test
  void aPodThatHangsDoesNotHoldUpOthers() {
    plugins().behave(Behaviour.WAIT);
    var hanging =
        crij.client()
            .runtimeLater(Duration.ofSeconds(30))
            .runPodSandbox(
                RunPodSandboxRequest.newBuilder().setConfig(crij.pods().config("hanging")).build());
    Await.until("the plugin is reached", Duration.ofSeconds(10), plugins()::isReached);
    PodSandboxConfig.Builder other = crij.pods().config("host-net").clearHostname();
    other
        .getLinuxBuilder()
        .getSecurityContextBuilder()
        .getNamespaceOptionsBuilder()
        .setNetwork(NamespaceMode.NODE);
    TestPod pod = crij.pods().run(other.build());
    assertThat(hanging.isDone()).isFalse();
    pod.remove();
    plugins().goOn();
    assertThat(hanging).succeedsWithin(Duration.ofSeconds(20));
  }

  private FaultyPlugins plugins() {
    return FaultyPlugins.at(crij.node().setup().pluginDirectory());
  }
}
