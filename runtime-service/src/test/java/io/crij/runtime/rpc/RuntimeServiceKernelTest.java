package io.crij.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.CgroupDriver;
import io.crij.cri.v1.CheckpointContainerRequest;
import io.crij.cri.v1.ContainerFilter;
import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.ContainerStateValue;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.ContainerStatusRequest;
import io.crij.cri.v1.ContainerStatusResponse;
import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.ExecSyncResponse;
import io.crij.cri.v1.ListContainersRequest;
import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxFilter;
import io.crij.cri.v1.PodSandboxMetadata;
import io.crij.cri.v1.PodSandboxState;
import io.crij.cri.v1.PodSandboxStatus;
import io.crij.cri.v1.PodSandboxStatusRequest;
import io.crij.cri.v1.RemoveContainerRequest;
import io.crij.cri.v1.RemovePodSandboxRequest;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.cri.v1.RuntimeConfigRequest;
import io.crij.cri.v1.StartContainerRequest;
import io.crij.cri.v1.StatusRequest;
import io.crij.cri.v1.StatusResponse;
import io.crij.cri.v1.StopContainerRequest;
import io.crij.cri.v1.StopPodSandboxRequest;
import io.crij.cri.v1.VersionRequest;
import io.crij.runtime.testing.TestHost;
import io.crij.runtime.testing.TestPod;
import io.grpc.Context;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RuntimeServiceKernelTest {
  @TempDir Path directory;
  private TestHost host;
  private RuntimeServiceRpc rpc;

  @BeforeEach
  void prepare() throws Exception {
    host = TestHost.withBusybox(directory);
    rpc = host.node().rpc();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    host.requireEmpty();
    host.wipe();
  }

  @Test
  void aNodeSaysWhatItIs() throws Exception {
    assertThat(Answer.of(rpc::version, VersionRequest.getDefaultInstance()).getRuntimeApiVersion())
        .isEqualTo("v1");
    assertThat(
            Answer.of(rpc::runtimeConfig, RuntimeConfigRequest.getDefaultInstance())
                .getLinux()
                .getCgroupDriver())
        .isEqualTo(CgroupDriver.CGROUPFS);
    StatusResponse status =
        Answer.of(rpc::status, StatusRequest.newBuilder().setVerbose(true).build());
    assertThat(status.getStatus().getConditions(0).getType()).isEqualTo("RuntimeReady");
    assertThat(status.getStatus().getConditions(0).getStatus()).isTrue();
    assertThat(status.getStatus().getConditions(1).getType()).isEqualTo("NetworkReady");
    assertThat(status.getStatus().getConditions(1).getStatus()).isFalse();
    assertThat(status.getStatus().getConditions(1).getMessage()).contains("net.d");
    assertThat(status.getRuntimeHandlersList())
        .extracting(handler -> handler.getName())
        .containsExactly("", "test");
    for (String info : status.getInfoMap().values()) {
      assertThat(JsonMapper.shared().readTree(info).isObject()).isTrue();
    }
  }

  @Test
  void aPodAndItsContainerFromBeginningToEnd() throws Exception {
    String pod = runPod("web");
    PodSandboxStatus sandbox =
        Answer.of(
                rpc::podSandboxStatus,
                PodSandboxStatusRequest.newBuilder().setPodSandboxId(pod).setVerbose(true).build())
            .getStatus();
    assertThat(sandbox.getState()).isEqualTo(PodSandboxState.SANDBOX_READY);
    assertThat(sandbox.getMetadata().getUid()).isEqualTo("uid-web");
    assertThat(sandbox.getCreatedAt()).isPositive();
    assertThat(sandbox.getLinux().getNamespaces().getOptions().getNetwork())
        .isEqualTo(NamespaceMode.NODE);

    String id = createContainer(pod);
    Answer.of(rpc::startContainer, StartContainerRequest.newBuilder().setContainerId(id).build());
    ContainerStatusResponse verbose =
        Answer.of(
            rpc::containerStatus,
            ContainerStatusRequest.newBuilder()
                .setContainerId(id.substring(0, 13))
                .setVerbose(true)
                .build());
    ContainerStatus status = verbose.getStatus();
    assertThat(status.getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
    assertThat(status.getImageRef()).startsWith("example.test/busybox@sha256:");
    assertThat(status.getImageId()).startsWith("sha256:");
    assertThat(status.getLogPath()).isEqualTo(host.path("logs/app/0.log").toString());
    JsonNode info = JsonMapper.shared().readTree(verbose.getInfoOrThrow("info"));
    assertThat(info.path("pid").asInt()).isPositive();
    assertThat(info.path("runtimeSpec").path("process").path("args").get(0).asString())
        .isEqualTo("sh");

    ExecSyncResponse exec =
        Answer.of(
            rpc::execSync,
            ExecSyncRequest.newBuilder()
                .setContainerId(id)
                .addCmd("echo")
                .addCmd("hello")
                .setTimeout(10)
                .build());
    assertThat(exec.getStdout().toStringUtf8()).isEqualTo("hello\n");

    assertThat(running(pod, ContainerState.CONTAINER_RUNNING)).isEqualTo(1);
    assertThat(running(pod, ContainerState.CONTAINER_EXITED)).isZero();
    Answer.of(
        rpc::stopContainer,
        StopContainerRequest.newBuilder().setContainerId(id).setTimeout(0).build());
    assertThat(running(pod, ContainerState.CONTAINER_EXITED)).isEqualTo(1);
    Answer.of(rpc::stopPodSandbox, StopPodSandboxRequest.newBuilder().setPodSandboxId(pod).build());
    assertThat(pods(PodSandboxState.SANDBOX_NOTREADY)).isEqualTo(1);
    remove(pod);
    assertThat(pods(PodSandboxState.SANDBOX_NOTREADY)).isZero();
  }

  @Test
  void endingTwiceOrWhatIsNotThereIsSuccess() throws Exception {
    String unknown = "e".repeat(64);
    Answer.of(
        rpc::stopContainer, StopContainerRequest.newBuilder().setContainerId(unknown).build());
    Answer.of(
        rpc::removeContainer, RemoveContainerRequest.newBuilder().setContainerId(unknown).build());
    Answer.of(
        rpc::stopPodSandbox, StopPodSandboxRequest.newBuilder().setPodSandboxId(unknown).build());
    remove(unknown);

    String pod = runPod("twice");
    createContainer(pod);
    StopPodSandboxRequest stop = StopPodSandboxRequest.newBuilder().setPodSandboxId(pod).build();
    Answer.of(rpc::stopPodSandbox, stop);
    Answer.of(rpc::stopPodSandbox, stop);
    remove(pod);
    remove(pod);
  }

  @Test
  void aClientThatGoesAwayTakesItsCommandAlongAndNothingElse() throws Exception {
    String pod = runPod("gone");
    String id = createContainer(pod);
    Context.CancellableContext call = Context.current().withCancellation();
    call.run(
        () ->
            rpc.startContainer(
                StartContainerRequest.newBuilder().setContainerId(id).build(), new Answer<>()));
    call.cancel(null);
    while (running(pod, ContainerState.CONTAINER_RUNNING) == 0) {
      Thread.sleep(10);
    }
    Context.CancellableContext exec = Context.current().withCancellation();
    exec.run(
        () ->
            rpc.execSync(
                ExecSyncRequest.newBuilder()
                    .setContainerId(id)
                    .addAllCmd(List.of("sleep", "8766"))
                    .build(),
                new Answer<>()));
    while (!processes(id).contains("sleep 8766")) {
      Thread.sleep(10);
    }

    exec.cancel(null);

    while (processes(id).contains("sleep 8766")) {
      Thread.sleep(10);
    }
    assertThat(processes(id)).contains("sleep 1000");
    remove(pod);
  }

  private String processes(String id) throws Exception {
    return Answer.of(
            rpc::execSync,
            ExecSyncRequest.newBuilder().setContainerId(id).addCmd("ps").setTimeout(20).build())
        .getStdout()
        .toStringUtf8();
  }

  /** Row F5, and RPCs that are not there yet. */
  @Test
  void codesAreThoseThatClientsExpect() throws Exception {
    assertThat(statusCode("../../x")).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(statusCode("-h")).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(statusCode("x".repeat(1 << 20))).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(statusCode("")).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(
            Answer.codeOf(
                rpc::podSandboxStatus,
                PodSandboxStatusRequest.newBuilder().setPodSandboxId("none").build()))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(
            Answer.codeOf(
                rpc::runPodSandbox,
                RunPodSandboxRequest.newBuilder()
                    .setConfig(podConfig("web"))
                    .setRuntimeHandler("other")
                    .build()))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(
            Answer.codeOf(
                rpc::checkpointContainer, CheckpointContainerRequest.getDefaultInstance()))
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  private Status.Code statusCode(String id) throws Exception {
    return Answer.codeOf(
        rpc::containerStatus, ContainerStatusRequest.newBuilder().setContainerId(id).build());
  }

  private PodSandboxConfig podConfig(String name) {
    PodSandboxConfig.Builder config =
        PodSandboxConfig.newBuilder()
            .setMetadata(
                PodSandboxMetadata.newBuilder()
                    .setName(name)
                    .setUid("uid-" + name)
                    .setNamespace("test"))
            .setLogDirectory(host.path("logs").toString());
    config
        .getLinuxBuilder()
        .getSecurityContextBuilder()
        .getNamespaceOptionsBuilder()
        .setNetwork(NamespaceMode.NODE)
        .setPid(NamespaceMode.CONTAINER);
    return config.build();
  }

  private String runPod(String name) throws Exception {
    return Answer.of(
            rpc::runPodSandbox,
            RunPodSandboxRequest.newBuilder().setConfig(podConfig(name)).build())
        .getPodSandboxId();
  }

  private String createContainer(String pod) throws Exception {
    return Answer.of(
            rpc::createContainer,
            CreateContainerRequest.newBuilder()
                .setPodSandboxId(pod)
                .setConfig(TestPod.config("app", "sleep 1000"))
                .build())
        .getContainerId();
  }

  private void remove(String pod) throws Exception {
    Answer.of(
        rpc::removePodSandbox, RemovePodSandboxRequest.newBuilder().setPodSandboxId(pod).build());
  }

  private int running(String pod, ContainerState state) throws Exception {
    return Answer.of(
            rpc::listContainers,
            ListContainersRequest.newBuilder()
                .setFilter(
                    ContainerFilter.newBuilder()
                        .setPodSandboxId(pod)
                        .setState(ContainerStateValue.newBuilder().setState(state)))
                .build())
        .getContainersCount();
  }

  private int pods(PodSandboxState state) throws Exception {
    PodSandboxFilter.Builder filter = PodSandboxFilter.newBuilder();
    filter.getStateBuilder().setState(state);
    return Answer.of(
            rpc::listPodSandbox, ListPodSandboxRequest.newBuilder().setFilter(filter).build())
        .getItemsCount();
  }
}
