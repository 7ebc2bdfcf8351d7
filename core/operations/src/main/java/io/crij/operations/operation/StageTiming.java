package io.crij.operations.operation;

import java.time.Duration;

/**
 * One finished stage of an operation, for timelines.
 *
 * @param name name of the step; {@code undo NAME} for its undo
 * @param startedNanos nanoseconds from the start of the operation to the start of the stage
 */
public record StageTiming(String name, long startedNanos, Duration took) {}
