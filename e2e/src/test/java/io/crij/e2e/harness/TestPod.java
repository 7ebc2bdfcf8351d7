package io.crij.e2e.harness;

import io.crij.cri.v1.Container;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerFilter;
import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.LinuxContainerConfig;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.ListContainersRequest;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxStatus;
import io.crij.cri.v1.PodSandboxStatusRequest;
import io.crij.cri.v1.RemovePodSandboxRequest;
import io.crij.cri.v1.StopPodSandboxRequest;
import java.util.List;
import java.util.function.Supplier;

/**
 * A pod sandbox of a running daemon.
 *
 * @param client of the daemon as it runs now: another one after a restart
 */
public record TestPod(Supplier<CriClient> client, String id, PodSandboxConfig config) {

  public PodSandboxStatus status() {
    return client
        .get()
        .runtime()
        .podSandboxStatus(PodSandboxStatusRequest.newBuilder().setPodSandboxId(id).build())
        .getStatus();
  }

  public String ip() {
    return status().getNetwork().getIp();
  }

  public void stop() {
    client
        .get()
        .runtime()
        .stopPodSandbox(StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build());
  }

  public void remove() {
    client
        .get()
        .runtime()
        .removePodSandbox(RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build());
  }

  /** Creates a container with the pod's own namespace modes, unless it asks for others. */
  public TestContainer create(ContainerConfig config) {
    String containerId =
        client.get().runtime().createContainer(createRequest(config)).getContainerId();
    return new TestContainer(client, containerId);
  }

  /** The request behind {@link #create}. */
  public CreateContainerRequest createRequest(ContainerConfig container) {
    return CreateContainerRequest.newBuilder()
        .setPodSandboxId(id)
        .setConfig(withNamespaces(container))
        .setSandboxConfig(config)
        .build();
  }

  /** Creates and starts. */
  public TestContainer start(ContainerConfig config) {
    TestContainer container = create(config);
    container.start();
    return container;
  }

  /** The containers of this pod, as the list shows them. */
  public List<Container> containers() {
    return client
        .get()
        .runtime()
        .listContainers(
            ListContainersRequest.newBuilder()
                .setFilter(ContainerFilter.newBuilder().setPodSandboxId(id))
                .build())
        .getContainersList();
  }

  private ContainerConfig withNamespaces(ContainerConfig container) {
    if (container.getLinux().getSecurityContext().hasNamespaceOptions()) {
      return container;
    }
    NamespaceOption ofPod = config.getLinux().getSecurityContext().getNamespaceOptions();
    LinuxContainerSecurityContext.Builder security =
        container.getLinux().getSecurityContext().toBuilder().setNamespaceOptions(ofPod);
    LinuxContainerConfig.Builder linux =
        container.getLinux().toBuilder().setSecurityContext(security);
    return container.toBuilder().setLinux(linux).build();
  }
}
