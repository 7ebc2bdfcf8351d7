package io.crij.deploy.quickstart;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerMetadata;
import io.crij.cri.v1.ContainerStatusRequest;
import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.DNSConfig;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.LinuxContainerConfig;
import io.crij.cri.v1.LinuxPodSandboxConfig;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxMetadata;
import io.crij.cri.v1.PodSandboxStatusRequest;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.cri.v1.StartContainerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** A running pod with one container, the web server of the image. */
record WebPod(String podId, String containerId, String ip, Path log) {
  private static final Duration CALL = Duration.ofSeconds(60);

  /** The time that the three calls took, which is what a user waits for. */
  record Started(WebPod pod, Duration took) {}

  static Started start(CriClient client, String image, Path logDirectory) {
    PodSandboxConfig pod = podConfig(logDirectory);
    ContainerConfig container =
        ContainerConfig.newBuilder()
            .setMetadata(ContainerMetadata.newBuilder().setName("web"))
            .setImage(ImageSpec.newBuilder().setImage(image).setUserSpecifiedImage(image))
            .setLogPath("web.log")
            // crictl takes the names of a container's pod from these labels, which a kubelet sets.
            .putLabels("io.kubernetes.pod.name", pod.getMetadata().getName())
            .putLabels("io.kubernetes.pod.namespace", pod.getMetadata().getNamespace())
            .putLabels("io.kubernetes.pod.uid", pod.getMetadata().getUid())
            .setLinux(LinuxContainerConfig.getDefaultInstance())
            .build();
    Stopwatch watch = Stopwatch.start();
    var runtime = client.runtime(CALL);
    String podId =
        runtime
            .runPodSandbox(RunPodSandboxRequest.newBuilder().setConfig(pod).build())
            .getPodSandboxId();
    String containerId =
        client
            .runtime(CALL)
            .createContainer(
                CreateContainerRequest.newBuilder()
                    .setPodSandboxId(podId)
                    .setConfig(container)
                    .setSandboxConfig(pod)
                    .build())
            .getContainerId();
    runtime.startContainer(StartContainerRequest.newBuilder().setContainerId(containerId).build());
    Duration took = watch.elapsed();
    return new Started(describe(client, podId, containerId), took);
  }

  private static WebPod describe(CriClient client, String podId, String containerId) {
    var pod =
        client
            .runtime(CALL)
            .podSandboxStatus(PodSandboxStatusRequest.newBuilder().setPodSandboxId(podId).build());
    var container =
        client
            .runtime(CALL)
            .containerStatus(
                ContainerStatusRequest.newBuilder().setContainerId(containerId).build());
    return new WebPod(
        podId,
        containerId,
        pod.getStatus().getNetwork().getIp(),
        Path.of(container.getStatus().getLogPath()));
  }

  private static PodSandboxConfig podConfig(Path logDirectory) {
    return PodSandboxConfig.newBuilder()
        .setMetadata(
            PodSandboxMetadata.newBuilder()
                .setName("quickstart")
                .setNamespace("default")
                .setUid(UUID.randomUUID().toString()))
        .setHostname("quickstart")
        .setLogDirectory(logDirectory.toString())
        .setDnsConfig(DNSConfig.getDefaultInstance())
        .putLabels(QuickstartPods.LABEL, QuickstartPods.VALUE)
        .setLinux(LinuxPodSandboxConfig.getDefaultInstance())
        .build();
  }
}
