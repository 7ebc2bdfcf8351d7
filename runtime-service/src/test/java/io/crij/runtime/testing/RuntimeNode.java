package io.crij.runtime.testing;

import io.crij.cni.Cni;
import io.crij.cni.CniSettings;
import io.crij.cni.podcidr.PodCidrs;
import io.crij.image.ImageLookup;
import io.crij.image.PinnedImages;
import io.crij.image.layer.LayerLimits;
import io.crij.image.reference.ImageReference;
import io.crij.image.rootfs.ImageMounts;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.store.BlobStore;
import io.crij.image.store.ImageContent;
import io.crij.image.store.ImageStore;
import io.crij.image.store.LayerCollection;
import io.crij.image.store.LayerStore;
import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.event.EventLoop;
import io.crij.linux.process.Command;
import io.crij.linux.process.Spawner;
import io.crij.linux.thread.BoundedPool;
import io.crij.linux.usage.GroupUsage;
import io.crij.oci.monitor.Conmon;
import io.crij.oci.monitor.ExitWatches;
import io.crij.oci.runtime.RuntimeHandler;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.runtime.RuntimeProber;
import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.operation.Operations;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.step.StepRunner;
import io.crij.runtime.container.ContainerParts;
import io.crij.runtime.container.Containers;
import io.crij.runtime.container.ExecLimits;
import io.crij.runtime.rpc.RuntimeServiceParts;
import io.crij.runtime.rpc.RuntimeServiceRpc;
import io.crij.runtime.spec.ContainerSpecs;
import io.crij.runtime.spec.HostFacts;
import io.crij.runtime.spec.VolumeCheck;
import io.crij.runtime.stats.LayerUsageSettings;
import io.crij.runtime.stats.LayerUsages;
import io.crij.runtime.stats.ProcessorActivity;
import io.crij.runtime.stats.StatsParts;
import io.crij.runtime.stats.metrics.PodMetrics;
import io.crij.runtime.streaming.Streaming;
import io.crij.runtime.streaming.server.ServerSettings;
import io.crij.sandbox.SandboxParts;
import io.crij.sandbox.SandboxSettings;
import io.crij.sandbox.Sandboxes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** One run of a daemon without its socket: the real runtime, monitor, kernel and stores. */
public final class RuntimeNode implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final EventLoop loop = new EventLoop();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final BoundedPool userPaths = new BoundedPool("user-paths", 4, 4);
  private final Cgroups cgroups;
  private final Debts debts;
  private final LayerStore layers;
  private final ImageStore images;
  private final RootFilesystems rootFilesystems;
  private final ExitWatches exits;
  private final Sandboxes sandboxes;
  private final Containers containers;
  private final LayerUsages layerUsages;
  private final Streaming streaming;
  private final RuntimeServiceRpc rpc;

  RuntimeNode(TestHost host, Failpoints failpoints) throws IOException {
    Clock clock = Clock.systemUTC();
    Path root = OwnDirectory.ensure(host.path("root"));
    Path runroot = OwnDirectory.ensure(host.path("run"));
    Spawner spawner = new Spawner(loop);
    Command command = new Command(spawner);
    cgroups = new Cgroups(CgroupHost.detect());
    debts = new Debts(timer, threads, clock);
    Operations operations = new Operations(threads, 100, clock);
    StepRunner steps = new StepRunner(failpoints, debts, timer, threads, clock);
    layers = LayerStore.open(root, LayerLimits.DEFAULT, clock);
    ImageContent content =
        new ImageContent(layers, BlobStore.open(root, LayerLimits.DEFAULT, clock));
    LayerCollection collection = new LayerCollection(content, threads);
    images =
        ImageStore.open(
            root,
            content,
            collection,
            new ImageLookup(name -> List.of(ImageReference.parse(name))),
            PinnedImages.NONE,
            clock);
    rootFilesystems = RootFilesystems.open(root, runroot, images, layers, collection);
    Cni cni =
        new Cni(
            new CniSettings(
                host.path("net.d"),
                List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin")),
                root.resolve("cni"),
                LONG,
                LONG,
                Optional.empty()),
            command);
    RuntimeHandlers handlers =
        RuntimeHandlers.probe(
            List.of(
                new RuntimeHandler(
                    "test", host.runtime(), OwnDirectory.ensure(runroot.resolve("runtime")))),
            "test",
            new RuntimeProber(spawner, cgroups));
    Conmon conmon = new Conmon(Path.of("/usr/bin/conmon"), spawner, cgroups);
    exits = new ExitWatches(loop, cgroups);
    sandboxes =
        Sandboxes.open(
            new SandboxParts(
                settings(host, root, runroot),
                cni,
                cgroups,
                handlers,
                conmon,
                exits,
                operations,
                steps,
                debts,
                clock));
    containers =
        Containers.open(
            new ContainerParts(
                root,
                runroot,
                sandboxes,
                images,
                rootFilesystems,
                ImageMounts.open(root, runroot, images, content, collection),
                new ContainerSpecs(HostFacts.detect(), userPaths, LONG, false),
                new VolumeCheck(userPaths, LONG),
                handlers,
                conmon,
                exits,
                cgroups,
                operations,
                steps,
                debts,
                timer,
                threads,
                loop,
                ExecLimits.DEFAULT,
                clock));
    streaming =
        Streaming.start(
            containers,
            sandboxes,
            new ServerSettings(InetAddress.getLoopbackAddress(), 0, Optional.empty(), LONG));
    layerUsages =
        LayerUsages.start(
            rootFilesystems,
            new ProcessorActivity(containers, GroupUsage.of(cgroups.host())),
            new LayerUsageSettings(Duration.ofSeconds(1), 100),
            clock);
    rpc =
        new RuntimeServiceRpc(
            new RuntimeServiceParts(
                "0.1.0",
                sandboxes,
                containers,
                streaming,
                cni,
                PodCidrs.open(root.resolve("network"), host.path("net.d"), Optional.empty()),
                handlers,
                Map::of,
                threads,
                new StatsParts(
                    sandboxes,
                    containers,
                    cgroups,
                    layerUsages,
                    root,
                    Set.copyOf(PodMetrics.FAMILIES),
                    threads,
                    clock)));
  }

  private static SandboxSettings settings(TestHost host, Path root, Path runroot) {
    SandboxSettings usual = SandboxSettings.of(root, runroot, LONG);
    return new SandboxSettings(
        root,
        runroot,
        new CgroupPath(host.cgroup()),
        usual.resolvConf(),
        usual.hosts(),
        usual.catatonit(),
        usual.shmBytes(),
        usual.stepDeadline(),
        usual.networkDeadline(),
        usual.occupantsDeadline());
  }

  void put(BusyboxImage image) throws IOException {
    image.put(layers, images);
  }

  public ImageStore images() {
    return images;
  }

  public Sandboxes sandboxes() {
    return sandboxes;
  }

  public Containers containers() {
    return containers;
  }

  public RuntimeServiceRpc rpc() {
    return rpc;
  }

  public RootFilesystems rootFilesystems() {
    return rootFilesystems;
  }

  public Cgroups cgroups() {
    return cgroups;
  }

  public Debts debts() {
    return debts;
  }

  /** Ends this run as a crash does, at whatever it is; containers and monitors go on. */
  @Override
  public void close() {
    if (timer.isShutdown()) {
      return;
    }
    timer.shutdownNow();
    streaming.close();
    layerUsages.close();
    containers.close();
    exits.close();
    loop.close();
    images.close();
    threads.shutdown();
    userPaths.shutdownNow();
  }
}
