package io.crij.e2e.critest;

import io.crij.e2e.harness.Tools;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The OCI runtimes that the suite can run with, as handlers of the daemon. */
enum SuiteRuntime {
  RUNC_CURRENT("runc-current"),
  RUNC("runc"),
  CRUN("crun");

  private final String handler;

  SuiteRuntime(String handler) {
    this.handler = handler;
  }

  static SuiteRuntime named(String name) {
    return Arrays.stream(values())
        .filter(runtime -> runtime.handler.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no runtime "
                        + name
                        + "; there are "
                        + Arrays.stream(values())
                            .map(SuiteRuntime::handler)
                            .collect(Collectors.joining(", "))));
  }

  String handler() {
    return handler;
  }

  /** Lines of crij.toml that make it known; the host's own runtimes are known without. */
  String configuration() {
    return program()
        .map(
            path ->
                "[crij.runtime.runtimes.\"%s\"]\nruntime_path = \"%s\"\n".formatted(handler, path))
        .orElse("");
  }

  private Optional<Path> program() {
    return this == RUNC_CURRENT ? Optional.of(Tools.require("runc")) : Optional.empty();
  }
}
