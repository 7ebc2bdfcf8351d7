package io.crij.operations.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stages that run now (several, where steps run in parallel) and those that are done. */
final class StageLog {
  // A list that an operator reads; a loop inside an operation must not make it grow for ever.
  private static final int MOST_TIMINGS = 256;

  private final Clock clock;
  private final Instant operationStarted;
  private final Map<OpenStage, String> open = new LinkedHashMap<>();
  private final List<StageTiming> done = new ArrayList<>();

  StageLog(Clock clock, Instant operationStarted) {
    this.clock = clock;
    this.operationStarted = operationStarted;
  }

  synchronized OpenStage enter(String name) {
    OpenStage stage = new OpenStage(this, name, clock.instant());
    open.put(stage, "");
    return stage;
  }

  synchronized void waits(OpenStage stage, String what) {
    open.replace(stage, what);
  }

  synchronized void leave(OpenStage stage) {
    if (open.remove(stage) != null && done.size() < MOST_TIMINGS) {
      long offset = Duration.between(operationStarted, stage.started()).toNanos();
      done.add(new StageTiming(stage.name(), offset, elapsed(stage)));
    }
  }

  Duration elapsed(OpenStage stage) {
    return Duration.between(stage.started(), clock.instant());
  }

  synchronized Optional<String> current() {
    return joined(open.keySet().stream().map(OpenStage::name).toList());
  }

  synchronized Optional<String> waitsFor(OpenStage stage) {
    return Optional.ofNullable(open.get(stage)).filter(what -> !what.isEmpty());
  }

  synchronized Optional<String> waitsFor() {
    return joined(open.values().stream().filter(what -> !what.isEmpty()).toList());
  }

  synchronized List<StageTiming> timings() {
    return List.copyOf(done);
  }

  private static Optional<String> joined(List<String> parts) {
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" + ", parts));
  }
}
