package io.crij.e2e.harness;

import io.crij.cri.v1.LinuxPodSandboxConfig;
import io.crij.cri.v1.LinuxSandboxSecurityContext;
import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxMetadata;
import io.crij.cri.v1.RunPodSandboxRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes pods the way the kubelet asks for them. */
public final class Pods {
  private final Supplier<CriClient> client;
  private final DaemonSetup setup;

  Pods(Supplier<CriClient> client, DaemonSetup setup) {
    this.client = client;
    this.setup = setup;
  }

  /** Pods of any runtime. */
  public static Pods of(Supplier<CriClient> client, DaemonSetup setup) {
    return new Pods(client, setup);
  }

  /** A pod with a PID namespace for each container, as the kubelet asks for unless told. */
  public PodSandboxConfig.Builder config(String name) {
    return config(name, NamespaceOption.newBuilder().setPid(NamespaceMode.CONTAINER).build());
  }

  /** A pod whose containers share one PID namespace: all modes at their zero values. */
  public PodSandboxConfig.Builder sharedPidConfig(String name) {
    return config(name, NamespaceOption.getDefaultInstance());
  }

  /** A pod with these namespaces. */
  public PodSandboxConfig.Builder config(String name, NamespaceOption namespaces) {
    String uid = UUID.randomUUID().toString();
    return PodSandboxConfig.newBuilder()
        .setMetadata(PodSandboxMetadata.newBuilder().setName(name).setNamespace("e2e").setUid(uid))
        .setHostname(name)
        .setLogDirectory(logDirectory(name, uid).toString())
        .setLinux(
            LinuxPodSandboxConfig.newBuilder()
                .setCgroupParent(setup.cgroup() + "/pod-" + uid)
                .setSecurityContext(
                    LinuxSandboxSecurityContext.newBuilder().setNamespaceOptions(namespaces)));
  }

  private Path logDirectory(String name, String uid) {
    try {
      return Files.createDirectories(setup.podLogs().resolve("e2e_" + name + "_" + uid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a pod of {@link #config(String)}. */
  public TestPod run(String name) {
    return run(config(name).build());
  }

  public TestPod run(PodSandboxConfig config) {
    return run(config, "");
  }

  /** Runs a pod with a handler; empty means the default one. */
  public TestPod run(PodSandboxConfig config, String handler) {
    String id =
        client
            .get()
            .runtime()
            .runPodSandbox(
                RunPodSandboxRequest.newBuilder()
                    .setConfig(config)
                    .setRuntimeHandler(handler)
                    .build())
            .getPodSandboxId();
    return new TestPod(client, id, config);
  }

  /** A pod that is known to exist already. */
  public TestPod existing(String id, PodSandboxConfig config) {
    return new TestPod(client, id, config);
  }
}
