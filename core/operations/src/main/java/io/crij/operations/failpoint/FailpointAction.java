package io.crij.operations.failpoint;

import java.time.Duration;

/** What an armed failpoint does when it is hit. */
sealed interface FailpointAction {
  record Fail() implements FailpointAction {}

  record Delay(Duration time) implements FailpointAction {}

  record Hang() implements FailpointAction {}

  record Kill() implements FailpointAction {}
}
