package io.crij.image;

import io.crij.linux.process.Command;
import io.crij.operations.operation.Operations;
import io.crij.operations.step.StepRunner;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;

/**
 * What the image service shares with the rest of the daemon.
 *
 * @param operations where RemoveImage runs; pulls have a registry of their own
 * @param runner of the steps of a pull
 * @param timer for work that recurs; its tasks here are short
 * @param command for credential helpers
 * @param knownHandler whether a runtime handler of this name is configured
 * @param containerExists whether there is a container of this id, in any state
 */
public record ImageParts(
    Operations operations,
    StepRunner runner,
    ScheduledExecutorService timer,
    Command command,
    Predicate<String> knownHandler,
    Predicate<String> containerExists,
    Clock clock) {}
