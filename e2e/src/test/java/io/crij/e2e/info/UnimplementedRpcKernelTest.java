package io.crij.e2e.info;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An RPC that is not there says so: a client that falls back must not be told that all is well. */
@TestInstance(Lifecycle.PER_CLASS)
class UnimplementedRpcKernelTest {
  private static final Set<String> WORKING =
      Set.of(
          "Version",
          "Status",
          "RuntimeConfig",
          "PullImage",
          "ImageStatus",
          "ListImages",
          "StreamImages",
          "RemoveImage",
          "ImageFsInfo",
          "RunPodSandbox",
          "PodSandboxStatus",
          "ListPodSandbox",
          "StopPodSandbox",
          "RemovePodSandbox",
          "CreateContainer",
          "StartContainer",
          "ContainerStatus",
          "ListContainers",
          "StopContainer",
          "RemoveContainer",
          "ExecSync",
          "ReopenContainerLog",
          "UpdateRuntimeConfig",
          "UpdatePodSandboxResources",
          "StreamPodSandboxes",
          "StreamContainers",
          "GetContainerEvents",
          "UpdateContainerResources",
          "ContainerStats",
          "ListContainerStats",
          "StreamContainerStats",
          "PodSandboxStats",
          "ListPodSandboxStats",
          "StreamPodSandboxStats",
          "ListMetricDescriptors",
          "ListPodSandboxMetrics",
          "StreamPodSandboxMetrics",
          "Exec",
          "Attach",
          "PortForward");

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @ParameterizedTest
  @MethodSource("missing")
  void isSaidToBeMissing(String name, MethodDescriptor<?, ?> method) {
    assertThat(answer(method)).as(name).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void nothingElseIsMissing() {
    for (MethodDescriptor<?, ?> method : methods().toList()) {
      if (WORKING.contains(method.getBareMethodName())) {
        assertThat(answer(method))
            .as(method.getFullMethodName())
            .isNotIn(Status.Code.UNIMPLEMENTED, Status.Code.INTERNAL, Status.Code.UNKNOWN);
      }
    }
  }

  static Stream<Object[]> missing() {
    return methods()
        .filter(method -> !WORKING.contains(method.getBareMethodName()))
        .map(method -> new Object[] {method.getFullMethodName(), method});
  }

  private static Stream<MethodDescriptor<?, ?>> methods() {
    return Stream.concat(
        RuntimeServiceGrpc.getServiceDescriptor().getMethods().stream(),
        ImageServiceGrpc.getServiceDescriptor().getMethods().stream());
  }

  /** The code with which an empty request is answered. */
  private <Q, A> Status.Code answer(MethodDescriptor<Q, A> method) {
    @SuppressWarnings("unchecked") // the prototype of a request is a request
    Q request = (Q) prototype(method);
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(
            CriClient.LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    try {
      ClientCalls.blockingServerStreamingCall(crij.client().channel(), method, options, request)
          .forEachRemaining(_ -> {});
      return Status.Code.OK;
    } catch (io.grpc.StatusRuntimeException e) {
      return GrpcFailure.of(e.getStatus()).code();
    }
  }

  private static Message prototype(MethodDescriptor<?, ?> method) {
    return (Message) ((PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype();
  }
}
