package io.crij.e2e.info;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.NetworkConfig;
import io.crij.cri.v1.RuntimeConfig;
import io.crij.cri.v1.StatusRequest;
import io.crij.cri.v1.UpdateRuntimeConfigRequest;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** UpdateRuntimeConfig. */
@TestInstance(Lifecycle.PER_CLASS)
class PodCidrKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void itIsKeptOverARestartAndAWrongOneIsRefused() throws IOException {
    update("10.99.0.0/16,fd00:99::/64");
    update("");
    assertThat(network()).contains("\"podCidrs\":[\"10.99.0.0/16\",\"fd00:99::/64\"]");

    GrpcFailure refusal = GrpcFailure.of(() -> update("10.99.0.1/16"));

    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    crij.node().daemon().terminate();
    crij.node().daemon().start();
    assertThat(network()).contains("10.99.0.0/16");
    // What a node keeps would count as left behind by this test.
    crij.node().daemon().terminate();
    Files.delete(crij.node().setup().directory().resolve("root/network/pod-cidr.json"));
  }

  private String network() {
    return crij.client()
        .runtime()
        .status(StatusRequest.newBuilder().setVerbose(true).build())
        .getInfoOrThrow("network");
  }

  private void update(String cidr) {
    crij.client()
        .runtime()
        .updateRuntimeConfig(
            UpdateRuntimeConfigRequest.newBuilder()
                .setRuntimeConfig(
                    RuntimeConfig.newBuilder()
                        .setNetworkConfig(NetworkConfig.newBuilder().setPodCidr(cidr)))
                .build());
  }
}
