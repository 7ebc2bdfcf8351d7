package io.crij.e2e.bench;

import io.crij.cri.v1.ListContainerStatsRequest;
import io.crij.cri.v1.ListPodSandboxMetricsRequest;
import io.crij.cri.v1.ListPodSandboxStatsRequest;
import io.crij.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import io.crij.e2e.harness.CriClient;
import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.DaemonUnderTest;
import io.crij.e2e.harness.PodNetwork;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.Wreckage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Prints how long it takes to tell what pods use, beside the host's containerd. */
final class StatsTimes {
  private static final int PODS = 50;
  private static final int WARM_UP = 30;
  private static final int ROUNDS = 100;
  private static final long NANOS_IN_TICK = 10_000_000;

  private StatsTimes() {}

  static void main(String[] arguments) throws IOException {
    BenchOptions options = new BenchOptions(List.of(arguments));
    try (TestImages images = new TestImages()) {
      Path own = BenchOptions.directory("crij");
      try (PodNetwork network = PodNetwork.free(own);
          DaemonUnderTest daemon = new DaemonUnderTest(options.setup(own, images))) {
        network.writeTo(daemon.setup().cniDirectory());
        daemon.start();
        Peer crij = new Peer("crij", daemon.client(), daemon.pid());
        try (Filled _ = Filled.with(daemon.client(), daemon.setup(), images, options)) {
          if (options.withPeer()) {
            beside(crij, network, images, options);
          } else {
            print(measured(List.of(crij)));
          }
        }
        daemon.terminate();
        Wreckage.clear(daemon.setup());
      }
    }
  }

  private record Peer(String name, CriClient client, long pid) {
    /** Processor time that it has used, in nanoseconds (proc_pid_stat(5)). */
    long used() {
      try {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_IN_TICK;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void beside(Peer crij, PodNetwork network, TestImages images, BenchOptions options)
      throws IOException {
    try (Containerd containerd = Containerd.start(network, images);
        Filled _ = Filled.with(containerd.client(), containerd.setup(), images, options)) {
      print(measured(List.of(crij, new Peer("containerd", containerd.client(), containerd.pid()))));
    }
  }

  /** The pods of one runtime, which are removed by it: nobody else knows all that it made. */
  private record Filled(PodLife life, List<PodLife.Running> pods) implements AutoCloseable {
    static Filled with(
        CriClient client, DaemonSetup setup, TestImages images, BenchOptions options) {
      String image = images.get(TestImage.BUSYBOX).reference();
      Filled filled = new Filled(new PodLife("filler", client, setup, image), new ArrayList<>());
      try {
        filled.life.pull();
        for (int i = 0; i < options.pods(PODS); i++) {
          filled.pods.add(filled.life.begin(new Times("filler"), "pod-" + i));
        }
        return filled;
      } catch (RuntimeException e) {
        filled.close();
        throw e;
      }
    }

    @Override
    public void close() {
      pods.forEach(pod -> life.end(new Times("filler"), pod));
    }
  }

  private static List<Times> measured(List<Peer> peers) {
    List<Times> all = peers.stream().map(peer -> new Times(peer.name())).toList();
    Map<String, Function<RuntimeServiceBlockingStub, Object>> calls = new LinkedHashMap<>();
    calls.put(
        "ListContainerStats",
        runtime -> runtime.listContainerStats(ListContainerStatsRequest.getDefaultInstance()));
    calls.put(
        "ListPodSandboxStats",
        runtime -> runtime.listPodSandboxStats(ListPodSandboxStatsRequest.getDefaultInstance()));
    if (peers.size() == 1) {
      // Debian's containerd does not have it.
      calls.put(
          "ListPodSandboxMetrics",
          runtime ->
              runtime.listPodSandboxMetrics(ListPodSandboxMetricsRequest.getDefaultInstance()));
    }
    calls.forEach((name, call) -> measure(name, call, peers, all));
    return all;
  }

  /** In turn, so that what the machine does meanwhile meets all of them. */
  private static void measure(
      String name,
      Function<RuntimeServiceBlockingStub, Object> call,
      List<Peer> peers,
      List<Times> all) {
    for (int i = 0; i < WARM_UP; i++) {
      for (Peer peer : peers) {
        var _ = call.apply(peer.client().runtime());
      }
    }
    List<Long> before = peers.stream().map(Peer::used).toList();
    for (int i = 0; i < ROUNDS; i++) {
      for (int peer = 0; peer < peers.size(); peer++) {
        RuntimeServiceBlockingStub runtime = peers.get(peer).client().runtime();
        all.get(peer).measure(name, () -> call.apply(runtime));
      }
    }
    for (int peer = 0; peer < peers.size(); peer++) {
      all.get(peer).add(name + " CPU", (peers.get(peer).used() - before.get(peer)) / ROUNDS);
    }
  }

  private static void print(List<Times> all) {
    System.out.print(TimesTable.of(all));
  }
}
