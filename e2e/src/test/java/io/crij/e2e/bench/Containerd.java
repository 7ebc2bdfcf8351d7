package io.crij.e2e.bench;

import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.PodNetwork;
import io.crij.e2e.harness.Scripts;
import io.crij.e2e.harness.ServerProcess;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.Wreckage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The host's containerd over the same network and registry, for comparison. Its pods need an image
 * of their own, which is made here.
 */
public final class Containerd implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/containerd");
  private static final String PAUSE = TestImages.HOST + "/pause:3.9";

  private final DaemonSetup setup;
  private final ServerProcess process;
  private final CriClient client;

  private Containerd(DaemonSetup setup, ServerProcess process, CriClient client) {
    this.setup = setup;
    this.process = process;
    this.client = client;
  }

  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Starts it with everything below a folder of its own, which goes with it. */
  public static Containerd start(PodNetwork network, TestImages images) throws IOException {
    DaemonSetup setup =
        DaemonSetup.in(BenchOptions.directory("containerd"), images.registriesConf());
    try {
      network.writeTo(setup.cniDirectory());
      Files.createDirectories(setup.podLogs());
      return start(setup, images);
    } catch (IOException | RuntimeException | AssertionError e) {
      Wreckage.clear(setup);
      throw e;
    }
  }

  private static Containerd start(DaemonSetup setup, TestImages images) throws IOException {
    HostProgram.run(Scripts.script("e2e/images/build").toString(), images.address(), "pause")
        .output();
    Path hosts = setup.directory().resolve("certs.d").resolve(TestImages.HOST);
    Files.createDirectories(hosts);
    Files.writeString(
        hosts.resolve("hosts.toml"),
        "server = \"http://%1$s\"\n[host.\"http://%1$s\"]\n".formatted(images.address()));
    Path config = setup.directory().resolve("containerd.toml");
    Files.writeString(config, configuration(setup));
    ServerProcess process =
        ServerProcess.start(
            List.of(PROGRAM.toString(), "--config", config.toString()),
            Map.of("PATH", HostProgram.PATH),
            setup.log());
    process.awaitSocket(setup.socket());
    return new Containerd(setup, process, new CriClient(setup.socket()));
  }

  private static String configuration(DaemonSetup setup) {
    return """
    version = 2
    root = "%s"
    state = "%s"
    disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs"]
    [grpc]
      address = "%s"
    [plugins."io.containerd.grpc.v1.cri"]
      sandbox_image = "%s"
      restrict_oom_score_adj = true
      enable_selinux = false
      [plugins."io.containerd.grpc.v1.cri".cni]
        conf_dir = "%s"
        bin_dir = "%s"
      [plugins."io.containerd.grpc.v1.cri".registry]
        config_path = "%s"
    """
        .formatted(
            setup.root(),
            setup.runRoot(),
            setup.socket(),
            PAUSE,
            setup.cniDirectory(),
            PodNetwork.plugins(),
            setup.directory().resolve("certs.d"));
  }

  public DaemonSetup setup() {
    return setup;
  }

  public CriClient client() {
    return client;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    try {
      client.close();
      process.terminate();
    } finally {
      Wreckage.clear(setup);
    }
  }
}
