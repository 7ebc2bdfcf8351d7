package io.crij.image.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends a run that hangs, and tells which input it was. */
final class Progress {
  /** Far beyond what an input of 64 KiB may take on a busy host. */
  private static final long LONGEST_SECONDS = 120;

  private final Path findings;
  private final Thread runner = Thread.currentThread();
  private long started;

  private record Step(long number, FuzzTarget target, byte[] input) {}

  private volatile Optional<Step> latest = Optional.empty();

  Progress(Path findings) {
    this.findings = findings;
    Thread.ofPlatform().daemon().name("progress").start(this::watch);
  }

  void starts(FuzzTarget target, byte[] input) {
    latest = Optional.of(new Step(++started, target, input));
  }

  private void watch() {
    while (true) {
      long before = number();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(LONGEST_SECONDS));
      if (before > 0 && before == number()) {
        tell(latest.orElseThrow());
        Runtime.getRuntime().halt(3);
      }
    }
  }

  private long number() {
    return latest.map(Step::number).orElse(0L);
  }

  private void tell(Step step) {
    Path file = findings.resolve(step.target() + "-hangs");
    System.out.println("HANGS " + file + " at " + Arrays.toString(runner.getStackTrace()));
    try {
      Files.write(file, step.input());
    } catch (IOException e) {
      System.out.println(e);
    }
  }
}
