package io.crij.operations.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A running operation at one moment, for status output, logs and metrics. */
public record OperationView(
    OperationKey key,
    String object,
    Instant started,
    Duration elapsed,
    Optional<String> stage,
    Optional<String> waitsFor,
    boolean cancelled,
    List<StageTiming> timings) {
  static OperationView of(OperationKey key, Operation operation) {
    return new OperationView(
        key,
        operation.object(),
        operation.started(),
        operation.elapsed(),
        operation.stage(),
        operation.waitsFor(),
        operation.isCancelled(),
        operation.timings());
  }
}
