package io.crij.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.PackagedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A run of {@code crij} that was refused.
 *
 * @param exitCode not zero
 * @param line all that it wrote: one line on standard error
 */
record RefusedStart(int exitCode, String line) {

  /** Starts the daemon of a setup, with more arguments behind the usual ones. */
  static RefusedStart of(DaemonSetup setup, String... more) {
    List<String> command = new ArrayList<>(List.of(PackagedImage.built().program().toString()));
    command.addAll(setup.arguments());
    command.addAll(List.of(more));
    return of(command);
  }

  /** Starts the daemon of a setup, with another path where it has this one. */
  static RefusedStart of(DaemonSetup setup, Path path, Path other) {
    List<String> command = new ArrayList<>(List.of(PackagedImage.built().program().toString()));
    command.addAll(setup.arguments());
    command.replaceAll(word -> word.equals(path.toString()) ? other.toString() : word);
    return of(command);
  }

  /** Runs a command to its end; fails unless it is refused in one line. */
  static RefusedStart of(List<String> command) {
    HostProgram.Outcome outcome = HostProgram.run(command, Map.of());
    assertThat(outcome.exitCode()).as(outcome.stderr()).isNotZero();
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).endsWith("\n").hasLineCount(1);
    return new RefusedStart(outcome.exitCode(), outcome.stderr().strip());
  }
}
