package io.crij.e2e.bench;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.LinuxContainerConfig;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PullImageRequest;
import io.crij.cri.v1.RemoveContainerRequest;
import io.crij.cri.v1.RemovePodSandboxRequest;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import io.crij.cri.v1.StartContainerRequest;
import io.crij.cri.v1.StopContainerRequest;
import io.crij.cri.v1.StopPodSandboxRequest;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.Pods;

/** One pod with one container, from RunPodSandbox to RemovePodSandbox, as a kubelet asks for it. */
final class PodLife {
  private static final long MEMORY = 64L << 20;
  private static final long GRACE_SECONDS = 10;

  private final String name;
  private final CriClient client;
  private final DaemonSetup setup;
  private final String image;

  PodLife(String name, CriClient client, DaemonSetup setup, String image) {
    this.name = name;
    this.client = client;
    this.setup = setup;
    this.image = image;
  }

  String name() {
    return name;
  }

  void pull() {
    client
        .images()
        .pullImage(
            PullImageRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(image).build())
                .build());
  }

  /** The ids of a pod and its container that runs. */
  record Running(String sandbox, String container) {}

  /** Makes a pod with a container that runs. */
  Running begin(Times times, String pod) {
    RuntimeServiceBlockingStub runtime = client.runtime();
    PodSandboxConfig config = Pods.of(() -> client, setup).config(pod).build();
    long start = System.nanoTime();
    String sandbox =
        times.measure(
            "RunPodSandbox",
            () ->
                runtime
                    .runPodSandbox(RunPodSandboxRequest.newBuilder().setConfig(config).build())
                    .getPodSandboxId());
    String container =
        times.measure(
            "CreateContainer",
            () ->
                runtime
                    .createContainer(
                        CreateContainerRequest.newBuilder()
                            .setPodSandboxId(sandbox)
                            .setConfig(container())
                            .setSandboxConfig(config)
                            .build())
                    .getContainerId());
    times.measure(
        "StartContainer",
        () ->
            runtime.startContainer(
                StartContainerRequest.newBuilder().setContainerId(container).build()));
    times.add("pod ready", System.nanoTime() - start);
    return new Running(sandbox, container);
  }

  void live(Times times, String pod) {
    RuntimeServiceBlockingStub runtime = client.runtime();
    Running begun = begin(times, pod);
    times.measure(
        "ExecSync",
        () ->
            runtime.execSync(
                ExecSyncRequest.newBuilder()
                    .setContainerId(begun.container())
                    .addCmd("true")
                    .build()));
    end(times, begun);
  }

  /** Stops and removes both. */
  void end(Times times, Running begun) {
    RuntimeServiceBlockingStub runtime = client.runtime();
    String sandbox = begun.sandbox();
    String container = begun.container();
    times.measure(
        "StopContainer",
        () ->
            runtime.stopContainer(
                StopContainerRequest.newBuilder()
                    .setContainerId(container)
                    .setTimeout(GRACE_SECONDS)
                    .build()));
    times.measure(
        "RemoveContainer",
        () ->
            runtime.removeContainer(
                RemoveContainerRequest.newBuilder().setContainerId(container).build()));
    times.measure(
        "StopPodSandbox",
        () ->
            runtime.stopPodSandbox(
                StopPodSandboxRequest.newBuilder().setPodSandboxId(sandbox).build()));
    times.measure(
        "RemovePodSandbox",
        () ->
            runtime.removePodSandbox(
                RemovePodSandboxRequest.newBuilder().setPodSandboxId(sandbox).build()));
  }

  private static ContainerConfig container() {
    return Containers.waiting("main")
        .setLinux(
            LinuxContainerConfig.newBuilder()
                .setResources(
                    LinuxContainerResources.newBuilder().setMemoryLimitInBytes(MEMORY).build()))
        .build();
  }
}
