package io.crij.deploy.daemon;

import io.crij.cni.Cni;
import io.crij.cni.CniSettings;
import io.crij.deploy.config.Configuration;
import io.crij.deploy.config.NetworkConfiguration;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.thread.BoundedPool;
import io.crij.oci.monitor.Conmon;
import io.crij.oci.monitor.ExitWatches;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.runtime.spec.ContainerSpecs;
import io.crij.runtime.spec.HostFacts;
import io.crij.runtime.spec.VolumeCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What this node has for pods: runtimes, a monitor, networks. */
record Node(
    RuntimeHandlers handlers,
    Path catatonit,
    Conmon conmon,
    ExitWatches exits,
    ContainerSpecs specs,
    VolumeCheck volumes,
    Cni cni) {
  private static final int USER_PATH_THREADS = 16;
  private static final Duration USER_PATH_DEADLINE = Duration.ofSeconds(20);

  static Node find(
      Configuration configuration,
      Programs programs,
      RuntimeHandlers handlers,
      Machinery machinery,
      StopList stops)
      throws IOException {
    Cgroups cgroups = machinery.cgroups();
    ExitWatches exits =
        stops.add("exit watches", new ExitWatches(machinery.threads().events(), cgroups));
    BoundedPool userPaths = new BoundedPool("user-path", USER_PATH_THREADS, 0);
    stops.add("threads for paths of users", userPaths::shutdownNow);
    return new Node(
        handlers,
        programs.catatonit(),
        new Conmon(programs.conmon(), machinery.spawner(), cgroups),
        exits,
        new ContainerSpecs(
            HostFacts.detect(),
            userPaths,
            USER_PATH_DEADLINE,
            configuration.runtime().seccompByDefault()),
        new VolumeCheck(userPaths, USER_PATH_DEADLINE),
        new Cni(networks(configuration), machinery.command()));
  }

  private static CniSettings networks(Configuration configuration) {
    NetworkConfiguration network = configuration.network();
    return new CniSettings(
        network.configDir(),
        network.pluginDirs(),
        configuration.root().resolve("cni"),
        network.addTimeout(),
        network.delTimeout(),
        network.defaultNetwork());
  }
}
