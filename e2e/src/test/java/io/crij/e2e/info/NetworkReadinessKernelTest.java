package io.crij.e2e.info;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.RuntimeCondition;
import io.crij.cri.v1.StatusRequest;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node whose network is not there yet says why, and is ready as soon as it comes. */
@TestInstance(Lifecycle.PER_CLASS)
class NetworkReadinessKernelTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @AfterEach
  void networkIsBack() throws IOException {
    crij.node().network().writeTo(configuration().getParent());
  }

  @Test
  void withoutConfigurationTheNetworkIsNotReadyAndPodsAreRefused() throws IOException {
    Files.delete(configuration());
    RuntimeCondition network = awaitNetwork(false);
    assertThat(network.getReason()).isNotEmpty();
    assertThat(network.getMessage()).contains(configuration().getParent().toString());
    assertThat(condition("RuntimeReady").getStatus()).isTrue();

    GrpcFailure refusal = GrpcFailure.of(() -> crij.pods().run("too-early"));
    assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refusal.message()).contains(configuration().getParent().toString());

    networkIsBack();
    awaitNetwork(true);
    assertThat(crij.pods().run("in-time").ip()).startsWith(crij.node().network().subnet());
  }

  @Test
  void aMissingPluginMakesTheNetworkNotReadyAndIsNamed() throws IOException {
    String text = crij.node().network().configuration();
    Files.writeString(configuration(), text.replace("portmap", "no-such-plugin"));
    assertThat(awaitNetwork(false).getMessage()).contains("no-such-plugin");
  }

  @Test
  void garbageInTheConfigurationIsNamed() throws IOException {
    Files.writeString(configuration(), "{ not JSON");
    assertThat(awaitNetwork(false).getMessage()).contains("10-e2e.conflist");
  }

  private Path configuration() {
    return crij.node().setup().cniDirectory().resolve("10-e2e.conflist");
  }

  private RuntimeCondition awaitNetwork(boolean ready) {
    Await.until(
        "NetworkReady is " + ready, LIMIT, () -> condition("NetworkReady").getStatus() == ready);
    return condition("NetworkReady");
  }

  private RuntimeCondition condition(String type) {
    return crij
        .client()
        .runtime()
        .status(StatusRequest.getDefaultInstance())
        .getStatus()
        .getConditionsList()
        .stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
