package io.crij.image.fuzz;

import io.crij.image.layer.LayerTreeFuzz;
import io.crij.linux.files.UserTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Tries millions of inputs, on one thread, and keeps those that find something. */
public final class FuzzRun {
  private static final int BETWEEN_REPORTS = 250_000;

  private final Path findings;
  private final Set<String> seen = new HashSet<>();
  private final Progress progress;

  private FuzzRun(Path findings) {
    this.findings = findings;
    this.progress = new Progress(findings);
  }

  /**
   * Arguments: inputs in all, seed, folder for findings, folder for scratch or "-" for no real
   * trees, names of targets or none for all.
   */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    FuzzRun run = new FuzzRun(Files.createDirectories(Path.of(words.get(2))));
    List<String> names = words.subList(4, words.size());
    long inputs = Long.parseLong(words.get(0));
    long seed = Long.parseLong(words.get(1));
    if (words.get(3).equals("-")) {
      run.all(chosen(FuzzTargets.all(), names), inputs, seed);
    } else {
      Path scratch = Files.createTempDirectory(Path.of(words.get(3)), "crij-fuzz");
      try (LayerTreeFuzz tree = new LayerTreeFuzz(scratch)) {
        List<FuzzTarget> targets = new ArrayList<>(FuzzTargets.all());
        targets.add(tree.target());
        run.all(chosen(targets, names), inputs, seed);
      } finally {
        UserTree.removeTree(scratch.getParent(), scratch.getFileName().toString());
      }
    }
    System.exit(run.seen.isEmpty() ? 0 : 1);
  }

  private static List<FuzzTarget> chosen(List<FuzzTarget> targets, List<String> names) {
    return targets.stream()
        .filter(target -> names.isEmpty() || names.contains(target.name()))
        .toList();
  }

  private void all(List<FuzzTarget> targets, long inputs, long seed) throws IOException {
    long shares = targets.stream().mapToLong(FuzzTarget::share).sum();
    long start = System.nanoTime();
    long done = 0;
    for (FuzzTarget target : targets) {
      done += one(target, inputs * target.share() / shares + 1, seed);
    }
    System.out.printf(
        "%d inputs, %d s, %d findings%n",
        done, (System.nanoTime() - start) / 1_000_000_000, seen.size());
  }

  private long one(FuzzTarget target, long inputs, long seed) throws IOException {
    Mutation mutation = new Mutation(target, new SplittableRandom(seed));
    long start = System.nanoTime();
    for (long i = 1; i <= inputs; i++) {
      byte[] input = mutation.next();
      progress.starts(target, input);
      try {
        target.run(input);
      } catch (Throwable finding) {
        keep(target, input, finding);
      }
      if (i % BETWEEN_REPORTS == 0 || i == inputs) {
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        System.out.printf("%s: %d of %d, %d s%n", target, i, inputs, seconds);
      }
    }
    return inputs;
  }

  /** The first of each kind. */
  private void keep(FuzzTarget target, byte[] input, Throwable finding) throws IOException {
    StackTraceElement[] stack = finding.getStackTrace();
    String kind =
        target + " " + finding.getClass().getName() + (stack.length == 0 ? "" : " " + stack[0]);
    if (seen.add(kind)) {
      Path file = findings.resolve(target + "-" + seen.size());
      Files.write(file, input);
      System.out.println("FINDING " + file + ": " + finding);
      finding.printStackTrace(System.out);
    }
  }
}
