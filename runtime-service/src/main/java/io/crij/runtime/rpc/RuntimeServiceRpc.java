package io.crij.runtime.rpc;

import io.crij.cri.v1.AttachRequest;
import io.crij.cri.v1.AttachResponse;
import io.crij.cri.v1.CgroupDriver;
import io.crij.cri.v1.ContainerEventResponse;
import io.crij.cri.v1.ContainerStatusRequest;
import io.crij.cri.v1.ContainerStatusResponse;
import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.CreateContainerResponse;
import io.crij.cri.v1.ExecRequest;
import io.crij.cri.v1.ExecResponse;
import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.ExecSyncResponse;
import io.crij.cri.v1.GetEventsRequest;
import io.crij.cri.v1.LinuxRuntimeConfiguration;
import io.crij.cri.v1.ListContainersRequest;
import io.crij.cri.v1.ListContainersResponse;
import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.ListPodSandboxResponse;
import io.crij.cri.v1.PodSandboxStatusRequest;
import io.crij.cri.v1.PodSandboxStatusResponse;
import io.crij.cri.v1.PortForwardRequest;
import io.crij.cri.v1.PortForwardResponse;
import io.crij.cri.v1.RemoveContainerRequest;
import io.crij.cri.v1.RemoveContainerResponse;
import io.crij.cri.v1.RemovePodSandboxRequest;
import io.crij.cri.v1.RemovePodSandboxResponse;
import io.crij.cri.v1.ReopenContainerLogRequest;
import io.crij.cri.v1.ReopenContainerLogResponse;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.cri.v1.RunPodSandboxResponse;
import io.crij.cri.v1.RuntimeConfigRequest;
import io.crij.cri.v1.RuntimeConfigResponse;
import io.crij.cri.v1.StartContainerRequest;
import io.crij.cri.v1.StartContainerResponse;
import io.crij.cri.v1.StatusRequest;
import io.crij.cri.v1.StatusResponse;
import io.crij.cri.v1.StopContainerRequest;
import io.crij.cri.v1.StopContainerResponse;
import io.crij.cri.v1.StopPodSandboxRequest;
import io.crij.cri.v1.StopPodSandboxResponse;
import io.crij.cri.v1.StreamContainersRequest;
import io.crij.cri.v1.StreamContainersResponse;
import io.crij.cri.v1.StreamPodSandboxesRequest;
import io.crij.cri.v1.StreamPodSandboxesResponse;
import io.crij.cri.v1.UpdateContainerResourcesRequest;
import io.crij.cri.v1.UpdateContainerResourcesResponse;
import io.crij.cri.v1.UpdatePodSandboxResourcesRequest;
import io.crij.cri.v1.UpdatePodSandboxResourcesResponse;
import io.crij.cri.v1.UpdateRuntimeConfigRequest;
import io.crij.cri.v1.UpdateRuntimeConfigResponse;
import io.crij.cri.v1.VersionRequest;
import io.crij.cri.v1.VersionResponse;
import io.crij.image.rpc.BatchStream;
import io.crij.image.rpc.RpcAnswer;
import io.crij.runtime.events.EventStreams;
import io.crij.runtime.stats.StatsRpcs;
import io.grpc.stub.StreamObserver;
import java.time.Clock;

/** Dispatches RuntimeService; what is not overridden is UNIMPLEMENTED. */
public final class RuntimeServiceRpc extends StatsRpcs {
  private final VersionRpc version;
  private final StatusRpc status;
  private final PodSandboxRpcs podSandboxes;
  private final ListPodSandbox listPodSandbox;
  private final ContainerRpcs containers;
  private final ContainerStatusRpc containerStatus;
  private final ListContainers listContainers;
  private final ExecSyncRpc execSync;
  private final StreamingRpcs streaming;
  private final RuntimeConfigRpc runtimeConfig;
  private final PodResources podResources;
  private final EventStreams events = new EventStreams();

  public RuntimeServiceRpc(RuntimeServiceParts parts) {
    super(parts.stats());
    version = new VersionRpc(parts.version());
    status = new StatusRpc(parts.cni(), parts.podCidrs(), parts.handlers(), parts.info());
    RequestMemory memory =
        new RequestMemory(parts.sandboxes(), parts.containers(), Runtime.getRuntime().maxMemory());
    podSandboxes =
        new PodSandboxRpcs(
            parts.sandboxes(),
            parts.containers(),
            memory,
            new UsableHandlers(parts.handlers())::require);
    listPodSandbox = new ListPodSandbox(parts.sandboxes());
    containers = new ContainerRpcs(parts.containers(), memory);
    containerStatus = new ContainerStatusRpc(parts.containers(), parts.reads());
    listContainers = new ListContainers(parts.containers());
    podResources =
        new PodResources(
            parts.sandboxes(), parts.containers(), parts.stats().cgroups(), parts.reads());
    runtimeConfig = new RuntimeConfigRpc(parts.podCidrs(), parts.reads());
    execSync = new ExecSyncRpc(parts.containers());
    streaming = new StreamingRpcs(parts.streaming());
    new PodEvents(parts.sandboxes(), parts.containers(), events, Clock.systemUTC()).listen();
  }

  @Override
  public void version(VersionRequest request, StreamObserver<VersionResponse> observer) {
    RpcAnswer.now("Version", observer, version::answer);
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
    RpcAnswer.now("Status", observer, () -> status.answer(request));
  }

  /** The kubelet puts pods where this says: plain directories of control groups. */
  @Override
  public void runtimeConfig(
      RuntimeConfigRequest request, StreamObserver<RuntimeConfigResponse> observer) {
    RpcAnswer.now("RuntimeConfig", observer, RuntimeServiceRpc::runtimeConfig);
  }

  private static RuntimeConfigResponse runtimeConfig() {
    return RuntimeConfigResponse.newBuilder()
        .setLinux(LinuxRuntimeConfiguration.newBuilder().setCgroupDriver(CgroupDriver.CGROUPFS))
        .build();
  }

  @Override
  public void updateRuntimeConfig(
      UpdateRuntimeConfigRequest request, StreamObserver<UpdateRuntimeConfigResponse> observer) {
    RpcAnswer.later("UpdateRuntimeConfig", observer, () -> runtimeConfig.update(request));
  }

  @Override
  public void runPodSandbox(
      RunPodSandboxRequest request, StreamObserver<RunPodSandboxResponse> observer) {
    RpcAnswer.later("RunPodSandbox", observer, () -> podSandboxes.run(request));
  }

  @Override
  public void stopPodSandbox(
      StopPodSandboxRequest request, StreamObserver<StopPodSandboxResponse> observer) {
    RpcAnswer.later("StopPodSandbox", observer, () -> podSandboxes.stop(request));
  }

  @Override
  public void removePodSandbox(
      RemovePodSandboxRequest request, StreamObserver<RemovePodSandboxResponse> observer) {
    RpcAnswer.later("RemovePodSandbox", observer, () -> podSandboxes.remove(request));
  }

  @Override
  public void podSandboxStatus(
      PodSandboxStatusRequest request, StreamObserver<PodSandboxStatusResponse> observer) {
    RpcAnswer.now("PodSandboxStatus", observer, () -> podSandboxes.status(request));
  }

  @Override
  public void listPodSandbox(
      ListPodSandboxRequest request, StreamObserver<ListPodSandboxResponse> observer) {
    RpcAnswer.now("ListPodSandbox", observer, () -> listPodSandbox.answer(request));
  }

  @Override
  public void updatePodSandboxResources(
      UpdatePodSandboxResourcesRequest request,
      StreamObserver<UpdatePodSandboxResourcesResponse> observer) {
    RpcAnswer.later("UpdatePodSandboxResources", observer, () -> podResources.update(request));
  }

  @Override
  public void createContainer(
      CreateContainerRequest request, StreamObserver<CreateContainerResponse> observer) {
    RpcAnswer.later("CreateContainer", observer, () -> containers.create(request));
  }

  @Override
  public void startContainer(
      StartContainerRequest request, StreamObserver<StartContainerResponse> observer) {
    RpcAnswer.later("StartContainer", observer, () -> containers.start(request));
  }

  @Override
  public void stopContainer(
      StopContainerRequest request, StreamObserver<StopContainerResponse> observer) {
    RpcAnswer.later("StopContainer", observer, () -> containers.stop(request));
  }

  @Override
  public void removeContainer(
      RemoveContainerRequest request, StreamObserver<RemoveContainerResponse> observer) {
    RpcAnswer.later("RemoveContainer", observer, () -> containers.remove(request));
  }

  @Override
  public void containerStatus(
      ContainerStatusRequest request, StreamObserver<ContainerStatusResponse> observer) {
    RpcAnswer.later("ContainerStatus", observer, () -> containerStatus.answer(request));
  }

  @Override
  public void listContainers(
      ListContainersRequest request, StreamObserver<ListContainersResponse> observer) {
    RpcAnswer.now("ListContainers", observer, () -> listContainers.answer(request));
  }

  @Override
  public void updateContainerResources(
      UpdateContainerResourcesRequest request,
      StreamObserver<UpdateContainerResourcesResponse> observer) {
    RpcAnswer.later("UpdateContainerResources", observer, () -> containers.update(request));
  }

  @Override
  public void streamPodSandboxes(
      StreamPodSandboxesRequest request, StreamObserver<StreamPodSandboxesResponse> observer) {
    BatchStream.send(
        "StreamPodSandboxes",
        observer,
        () -> listPodSandbox.items(request.getFilter()),
        items -> StreamPodSandboxesResponse.newBuilder().addAllPodSandboxes(items).build());
  }

  @Override
  public void streamContainers(
      StreamContainersRequest request, StreamObserver<StreamContainersResponse> observer) {
    BatchStream.send(
        "StreamContainers",
        observer,
        () -> listContainers.items(request.getFilter()),
        items -> StreamContainersResponse.newBuilder().addAllContainers(items).build());
  }

  @Override
  public void getContainerEvents(
      GetEventsRequest request, StreamObserver<ContainerEventResponse> observer) {
    events.open(observer);
  }

  /** Ends the calls that have no end of their own. */
  public void endStreams() {
    events.close();
  }

  @Override
  public void reopenContainerLog(
      ReopenContainerLogRequest request, StreamObserver<ReopenContainerLogResponse> observer) {
    RpcAnswer.later("ReopenContainerLog", observer, () -> containers.reopenLog(request));
  }

  @Override
  public void execSync(ExecSyncRequest request, StreamObserver<ExecSyncResponse> observer) {
    RpcAnswer.later("ExecSync", observer, () -> execSync.answer(request));
  }

  @Override
  public void exec(ExecRequest request, StreamObserver<ExecResponse> observer) {
    RpcAnswer.now("Exec", observer, () -> streaming.exec(request));
  }

  @Override
  public void attach(AttachRequest request, StreamObserver<AttachResponse> observer) {
    RpcAnswer.now("Attach", observer, () -> streaming.attach(request));
  }

  @Override
  public void portForward(
      PortForwardRequest request, StreamObserver<PortForwardResponse> observer) {
    RpcAnswer.now("PortForward", observer, () -> streaming.portForward(request));
  }
}
