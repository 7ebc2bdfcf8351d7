package io.crij.sandbox;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Prints how long sandboxes take; no test. Run its main as root, with the number of rounds. */
final class SandboxTimes {
  private SandboxTimes() {}

  static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Path base = Files.createTempDirectory("crij-times");
    try (SandboxNode node = new SandboxNode(base)) {
      Sandboxes sandboxes = node.open();
      print(sandboxes, "network", rounds, NamespaceMode.POD, NamespaceMode.CONTAINER);
      print(sandboxes, "no network", rounds, NamespaceMode.NODE, NamespaceMode.CONTAINER);
      print(sandboxes, "network and pid", rounds, NamespaceMode.POD, NamespaceMode.POD);
      print(sandboxes, "pid", rounds, NamespaceMode.NODE, NamespaceMode.POD);
    }
    try (ConfinedDirectory directory = ConfinedDirectory.open(base.getParent())) {
      directory.removeTree(ConfinedPath.parse(base.getFileName().toString()));
    }
  }

  private static void print(
      Sandboxes sandboxes, String what, int rounds, NamespaceMode network, NamespaceMode pid) {
    List<Long> runs = new ArrayList<>();
    List<Long> stops = new ArrayList<>();
    List<Long> removals = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      SandboxConfig config =
          Pods.named("pod" + round).modes(network, pid, NamespaceMode.POD).config();
      String[] id = new String[1];
      runs.add(micros(() -> id[0] = sandboxes.run(config).join().id()));
      stops.add(micros(() -> sandboxes.stop(id[0], Pods.EMPTY).join()));
      removals.add(micros(() -> sandboxes.remove(id[0], Pods.EMPTY).join()));
    }
    System.out.printf(
        "%-16s run %s, stop %s, remove %s%n",
        what, quantiles(runs), quantiles(stops), quantiles(removals));
  }

  private static long micros(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1000;
  }

  private static String quantiles(List<Long> times) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return "min %.1f ms p50 %.1f ms p90 %.1f ms"
        .formatted(
            sorted.getFirst() / 1000.0,
            sorted.get(sorted.size() / 2) / 1000.0,
            sorted.get(sorted.size() * 9 / 10) / 1000.0);
  }
}
