package io.crij.e2e.critest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run of the suite was asked for.
 *
 * @param runtime the handler: a name of {@link SuiteRuntime}
 * @param focus only specs whose text this regular expression matches
 * @param summary where the counts are written
 */
record CritestOptions(
    SuiteRuntime runtime,
    Optional<String> focus,
    Optional<Path> summary,
    boolean websocket,
    boolean verbose) {

  static CritestOptions parse(String... arguments) {
    List<String> given = List.of(arguments);
    return new CritestOptions(
        value(given, "--runtime").map(SuiteRuntime::named).orElse(SuiteRuntime.RUNC_CURRENT),
        value(given, "--focus"),
        value(given, "--summary").map(Path::of),
        given.contains("--websocket"),
        given.contains("--verbose"));
  }

  private static Optional<String> value(List<String> given, String name) {
    int at = given.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(given.get(at + 1));
  }

  /** The arguments of critest for it. */
  List<String> flags() {
    List<String> flags = new ArrayList<>();
    focus.ifPresent(expression -> flags.add("-ginkgo.focus=" + expression));
    if (websocket) {
      flags.addAll(List.of("-websocket-exec", "-websocket-attach", "-websocket-portforward"));
    }
    if (verbose) {
      flags.add("-ginkgo.v");
    }
    return flags;
  }
}
