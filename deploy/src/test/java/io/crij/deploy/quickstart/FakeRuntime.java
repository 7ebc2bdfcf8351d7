package io.crij.deploy.quickstart;

import com.google.protobuf.ByteString;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.ContainerStatusRequest;
import io.crij.cri.v1.ContainerStatusResponse;
import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.CreateContainerResponse;
import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.ExecSyncResponse;
import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.ListPodSandboxResponse;
import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PodSandboxNetworkStatus;
import io.crij.cri.v1.PodSandboxStatus;
import io.crij.cri.v1.PodSandboxStatusRequest;
import io.crij.cri.v1.PodSandboxStatusResponse;
import io.crij.cri.v1.RemovePodSandboxRequest;
import io.crij.cri.v1.RemovePodSandboxResponse;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.cri.v1.RunPodSandboxResponse;
import io.crij.cri.v1.RuntimeServiceGrpc.RuntimeServiceImplBase;
import io.crij.cri.v1.StartContainerRequest;
import io.crij.cri.v1.StartContainerResponse;
import io.crij.cri.v1.StatusRequest;
import io.crij.cri.v1.StatusResponse;
import io.crij.cri.v1.StopPodSandboxRequest;
import io.crij.cri.v1.StopPodSandboxResponse;
import io.crij.cri.v1.VersionRequest;
import io.crij.cri.v1.VersionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A runtime service that keeps pods in a map; its pods all have this machine's loopback address.
 */
final class FakeRuntime extends RuntimeServiceImplBase {
  private final Map<String, RunPodSandboxRequest> pods = new ConcurrentHashMap<>();
  private volatile int execExitCode;

  void execEndsWith(int exitCode) {
    execExitCode = exitCode;
  }

  int pods() {
    return pods.size();
  }

  @Override
  public void version(VersionRequest request, StreamObserver<VersionResponse> answer) {
    send(
        answer,
        VersionResponse.newBuilder().setRuntimeName("fake").setRuntimeApiVersion("v1").build());
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
    send(answer, StatusResponse.getDefaultInstance());
  }

  @Override
  public void runPodSandbox(
      RunPodSandboxRequest request, StreamObserver<RunPodSandboxResponse> answer) {
    pods.put("pod-1", request);
    send(answer, RunPodSandboxResponse.newBuilder().setPodSandboxId("pod-1").build());
  }

  @Override
  public void podSandboxStatus(
      PodSandboxStatusRequest request, StreamObserver<PodSandboxStatusResponse> answer) {
    var network = PodSandboxNetworkStatus.newBuilder().setIp("127.0.0.1");
    send(
        answer,
        PodSandboxStatusResponse.newBuilder()
            .setStatus(PodSandboxStatus.newBuilder().setNetwork(network))
            .build());
  }

  @Override
  public void createContainer(
      CreateContainerRequest request, StreamObserver<CreateContainerResponse> answer) {
    send(answer, CreateContainerResponse.newBuilder().setContainerId("container-1").build());
  }

  @Override
  public void startContainer(
      StartContainerRequest request, StreamObserver<StartContainerResponse> answer) {
    try {
      Files.writeString(log(), "2026-01-01T00:00:00.0Z stdout F serving\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    send(answer, StartContainerResponse.getDefaultInstance());
  }

  @Override
  public void containerStatus(
      ContainerStatusRequest request, StreamObserver<ContainerStatusResponse> answer) {
    send(
        answer,
        ContainerStatusResponse.newBuilder()
            .setStatus(ContainerStatus.newBuilder().setLogPath(log().toString()))
            .build());
  }

  @Override
  public void execSync(ExecSyncRequest request, StreamObserver<ExecSyncResponse> answer) {
    send(
        answer,
        ExecSyncResponse.newBuilder()
            .setExitCode(execExitCode)
            .setStdout(ByteString.copyFromUtf8(String.join("+", request.getCmdList())))
            .setStderr(ByteString.copyFromUtf8("no such thing"))
            .build());
  }

  @Override
  public void listPodSandbox(
      ListPodSandboxRequest request, StreamObserver<ListPodSandboxResponse> answer) {
    Map<String, String> wanted = request.getFilter().getLabelSelectorMap();
    var items =
        pods.entrySet().stream()
            .filter(pod -> pod.getValue().getConfig().getLabelsMap().equals(wanted))
            .map(pod -> PodSandbox.newBuilder().setId(pod.getKey()).build())
            .toList();
    send(answer, ListPodSandboxResponse.newBuilder().addAllItems(items).build());
  }

  @Override
  public void stopPodSandbox(
      StopPodSandboxRequest request, StreamObserver<StopPodSandboxResponse> answer) {
    send(answer, StopPodSandboxResponse.getDefaultInstance());
  }

  @Override
  public void removePodSandbox(
      RemovePodSandboxRequest request, StreamObserver<RemovePodSandboxResponse> answer) {
    pods.remove(request.getPodSandboxId());
    send(answer, RemovePodSandboxResponse.getDefaultInstance());
  }

  private Path log() {
    return Path.of(pods.get("pod-1").getConfig().getLogDirectory(), "web.log");
  }

  static <T> void send(StreamObserver<T> answer, T message) {
    answer.onNext(message);
    answer.onCompleted();
  }
}
