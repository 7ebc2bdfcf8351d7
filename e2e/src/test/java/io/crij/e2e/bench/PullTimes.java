package io.crij.e2e.bench;

import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.DaemonUnderTest;
import io.crij.e2e.harness.PodNetwork;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.Wreckage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints how long pulls take, beside those of other programs of the host. */
final class PullTimes {
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 7;

  private PullTimes() {}

  static void main(String[] arguments) throws IOException {
    BenchOptions options = new BenchOptions(List.of(arguments));
    int rounds = options.rounds(ROUNDS);
    Path directory = BenchOptions.directory("crij");
    Path scratch = BenchOptions.directory("images");
    try (TestImages registry = new TestImages();
        PodNetwork network = PodNetwork.free(directory);
        DaemonUnderTest daemon =
            new DaemonUnderTest(DaemonSetup.in(directory, registry.registriesConf()))) {
      Map<String, String> images = PullImages.push(registry, scratch);
      network.writeTo(daemon.setup().cniDirectory());
      daemon.start();
      Puller crij =
          new CriPuller(
              "crij", daemon.client(), List.of(daemon.setup().root().resolve("layers/sha256")));
      List<Puller> pullers = new ArrayList<>(List.of(crij));
      if (!options.alone() && SkopeoPuller.isInstalled()) {
        pullers.add(new SkopeoPuller(registry.address(), scratch));
      }
      if (options.withPeer()) {
        besideContainerd(pullers, images, rounds, registry, network);
      } else {
        print(measured(pullers, images, rounds));
      }
      daemon.terminate();
    } finally {
      Wreckage.clear(DaemonSetup.in(directory, ""));
      Wreckage.clear(DaemonSetup.in(scratch, ""));
    }
  }

  private static void besideContainerd(
      List<Puller> pullers,
      Map<String, String> images,
      int rounds,
      TestImages registry,
      PodNetwork network)
      throws IOException {
    try (Containerd containerd = Containerd.start(network, registry)) {
      DaemonSetup setup = containerd.setup();
      Path snapshots =
          setup.root().resolve("io.containerd.snapshotter.v1.overlayfs").resolve("snapshots");
      Path blobs = setup.root().resolve("io.containerd.content.v1.content").resolve("blobs/sha256");
      pullers.add(new CriPuller("containerd", containerd.client(), List.of(snapshots, blobs)));
      print(measured(pullers, images, rounds));
    }
  }

  /** In turn, so that what the machine does meanwhile meets all of them. */
  private static List<Times> measured(
      List<Puller> pullers, Map<String, String> images, int rounds) {
    List<Times> all = pullers.stream().map(puller -> new Times(puller.name())).toList();
    for (int round = -WARM_UP; round < rounds; round++) {
      for (Map.Entry<String, String> image : images.entrySet()) {
        for (int i = 0; i < pullers.size(); i++) {
          Puller puller = pullers.get(i);
          long start = System.nanoTime();
          puller.pull(image.getValue());
          long taken = System.nanoTime() - start;
          puller.remove(image.getValue());
          if (round >= 0) {
            all.get(i).add(image.getKey(), taken);
          }
        }
      }
    }
    return all;
  }

  private static void print(List<Times> all) {
    System.out.print(TimesTable.of(all));
  }
}
