package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.crij.cri.v1.KeyValue;
import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.cri.v1.RunPodSandboxResponse;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as large as nobody needs them, and many of them. */
@TestInstance(Lifecycle.PER_CLASS)
class BigRequestKernelTest {
  private static final int LIMIT = 2 << 20;
  private static final int MANY = 50;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void whatIsLargerThanTheLimitIsRefusedByName() {
    String big = "x".repeat(LIMIT);
    GrpcFailure pod =
        GrpcFailure.of(() -> crij.pods().run(config("big").putAnnotations("note", big).build()));
    assertThat(pod.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(pod.message()).contains("in annotations", String.valueOf(LIMIT));
    assertThat(crij.node().listPods()).isEmpty();

    TestPod living = crij.pods().run(config("living").build());
    GrpcFailure container =
        GrpcFailure.of(
            () ->
                living.create(
                    Containers.waiting("big")
                        .addEnvs(
                            KeyValue.newBuilder()
                                .setKey("BIG")
                                .setValue(ByteString.copyFromUtf8(big)))
                        .build()));
    assertThat(container.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(container.message()).contains("in envs", String.valueOf(LIMIT));
    assertThat(living.containers()).isEmpty();
  }

  /** A record must be readable, whatever its text is written as. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "\n", "\u00e9", "\u6f22"})
  void whatIsWithinTheLimitOutlivesTheDaemon(String letter) {
    String note = letter.repeat(600 << 10);
    TestPod pod = crij.pods().run(config("large").putAnnotations("note", note).build());
    TestContainer container =
        pod.start(Containers.waiting("large").putAnnotations("note", note).build());

    crij.node().daemon().kill();
    crij.node().daemon().start();

    assertThat(pod.status().getAnnotationsMap()).containsEntry("note", note);
    assertThat(container.status().getAnnotationsMap()).containsEntry("note", note);
    assertThat(container.shell("echo works")).isEqualTo("works");
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, LIMIT - 4096, 4 << 20})
  void manyAtOnceDoNotEndTheDaemon(int bytes) throws InterruptedException {
    String note = "x".repeat(bytes);
    List<ListenableFuture<RunPodSandboxResponse>> calls = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      PodSandboxConfig config = config("many-" + number).putAnnotations("note", note).build();
      calls.add(
          crij.client()
              .runtimeLater(CriClient.LIMIT)
              .runPodSandbox(RunPodSandboxRequest.newBuilder().setConfig(config).build()));
    }
    int made = 0;
    for (ListenableFuture<RunPodSandboxResponse> call : calls) {
      try {
        call.get();
        made++;
      } catch (ExecutionException refused) {
        assertThat(Status.fromThrowable(refused).getCode())
            .as(refused.getMessage())
            .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.INVALID_ARGUMENT);
      }
    }
    assertThat(crij.node().listPods()).hasSize(made);
    assertThat(crij.node().log()).doesNotContain("OutOfMemoryError");
    assertThat(made == 0).isEqualTo(bytes > LIMIT);
  }

  /** In the node's network, which takes no time. */
  private PodSandboxConfig.Builder config(String name) {
    return crij.pods()
        .config(
            name,
            NamespaceOption.newBuilder()
                .setNetwork(NamespaceMode.NODE)
                .setPid(NamespaceMode.CONTAINER)
                .build());
  }
}
