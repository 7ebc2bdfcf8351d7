package io.crij.e2e.bench;

import io.crij.e2e.harness.DaemonUnderTest;
import io.crij.e2e.harness.PodNetwork;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestImages;
import io.crij.e2e.harness.Wreckage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prints the times of a pod's life, beside those of the host's containerd. */
final class PodReady {
  private static final int WARM_UP = 5;
  private static final int PODS = 40;

  private PodReady() {}

  static void main(String[] arguments) throws IOException {
    BenchOptions options = new BenchOptions(List.of(arguments));
    int pods = options.pods(PODS);
    try (TestImages images = new TestImages()) {
      String image = images.get(TestImage.BUSYBOX).reference();
      Path own = BenchOptions.directory("crij");
      try (PodNetwork network = PodNetwork.free(own);
          DaemonUnderTest daemon = new DaemonUnderTest(options.setup(own, images))) {
        network.writeTo(daemon.setup().cniDirectory());
        daemon.start();
        PodLife crij = new PodLife("crij", daemon.client(), daemon.setup(), image);
        if (!options.withPeer()) {
          print(measured(List.of(crij), pods));
        } else {
          beside(crij, network, images, image, pods);
        }
        daemon.terminate();
        Wreckage.clear(daemon.setup());
      }
    }
  }

  private static void beside(
      PodLife crij, PodNetwork network, TestImages images, String image, int pods)
      throws IOException {
    try (Containerd containerd = Containerd.start(network, images)) {
      PodLife peer = new PodLife("containerd", containerd.client(), containerd.setup(), image);
      print(measured(List.of(crij, peer), pods));
    }
  }

  /** In turn, so that what the machine does meanwhile meets all of them. */
  private static List<Times> measured(List<PodLife> runtimes, int pods) {
    List<Times> all = new ArrayList<>();
    for (PodLife runtime : runtimes) {
      runtime.pull();
      for (int i = 0; i < WARM_UP; i++) {
        runtime.live(new Times(runtime.name()), "warm-up-" + i);
      }
      all.add(new Times(runtime.name()));
    }
    for (int i = 0; i < pods; i++) {
      for (int runtime = 0; runtime < runtimes.size(); runtime++) {
        runtimes.get(runtime).live(all.get(runtime), "pod-" + i);
      }
    }
    return all;
  }

  private static void print(List<Times> all) {
    System.out.print(TimesTable.of(all));
  }
}
