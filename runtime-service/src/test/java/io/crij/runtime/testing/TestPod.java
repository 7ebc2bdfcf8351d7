package io.crij.runtime.testing;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerMetadata;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.NamespaceMode;
import io.crij.operations.failure.Failure;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.ContainerState;
import io.crij.runtime.container.Containers;
import io.crij.runtime.container.ExecAnswer;
import io.crij.sandbox.SandboxConfig;
import io.crij.sandbox.SandboxMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A pod in the node's network, and busybox containers in it. */
public final class TestPod {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final TestHost host;
  private final RuntimeNode node;
  private final String id;

  private TestPod(TestHost host, RuntimeNode node, String id) {
    this.host = host;
    this.node = node;
    this.id = id;
  }

  public static TestPod run(TestHost host, String name) throws Exception {
    SandboxConfig config =
        new SandboxConfig(
            new SandboxMetadata(name, "uid-" + name, "test", 0),
            name,
            Optional.of(host.path("logs")),
            Optional.empty(),
            List.of(),
            Map.of(),
            Map.of(),
            "",
            Map.of(),
            io.crij.sandbox.NamespaceMode.NODE,
            io.crij.sandbox.NamespaceMode.CONTAINER,
            io.crij.sandbox.NamespaceMode.POD,
            false,
            "");
    return new TestPod(host, host.node(), get(host.node().sandboxes().run(config)).id());
  }

  /** The same pod, seen by another run of the daemon. */
  public TestPod in(RuntimeNode another) {
    return new TestPod(host, another, id);
  }

  public String id() {
    return id;
  }

  public Containers containers() {
    return node.containers();
  }

  public Path log(String container) {
    return host.path("logs").resolve(container).resolve("0.log");
  }

  /** A shell with that script. */
  public static ContainerConfig config(String name, String script) {
    ContainerConfig.Builder config =
        ContainerConfig.newBuilder()
            .setMetadata(ContainerMetadata.newBuilder().setName(name))
            .setImage(ImageSpec.newBuilder().setImage(BusyboxImage.NAME))
            .addCommand("sh")
            .addArgs("-c")
            .addArgs(script)
            .setLogPath(name + "/0.log");
    config
        .getLinuxBuilder()
        .getSecurityContextBuilder()
        .getNamespaceOptionsBuilder()
        .setNetwork(NamespaceMode.NODE)
        .setPid(NamespaceMode.CONTAINER);
    return config.build();
  }

  public String create(String name, String script) throws Exception {
    return get(containers().create(id, config(name, script)));
  }

  public String start(String name, String script) throws Exception {
    String container = create(name, script);
    get(containers().start(container));
    return container;
  }

  public ExecAnswer exec(String container, String script) throws Exception {
    return get(containers().execSync(container, List.of("sh", "-c", script), Duration.ZERO));
  }

  /** Waits until the container has ended. */
  public ContainerState.Exited awaitEnd(String container) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      Container now = containers().require(container);
      if (now.state() instanceof ContainerState.Exited exited) {
        return exited;
      }
      Thread.sleep(10);
    }
    throw new AssertionError(containers().require(container) + " does not end");
  }

  public void stop() throws Exception {
    get(node.sandboxes().stop(id, node.containers()));
  }

  public void remove() throws Exception {
    get(node.sandboxes().remove(id, node.containers()));
  }

  /** The result, or the failure itself. */
  public static <T> T get(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw Failure.wrap("the operation failed", e);
    }
  }
}
