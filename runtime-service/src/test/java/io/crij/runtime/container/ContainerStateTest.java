package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.oci.monitor.ContainerExit;
import io.crij.runtime.container.ContainerState.Created;
import io.crij.runtime.container.ContainerState.Creating;
import io.crij.runtime.container.ContainerState.Exited;
import io.crij.runtime.container.ContainerState.Removing;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerStateTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.123456789Z");
  private static final Instant END = START.plusSeconds(7);

  @Test
  void anExitKeepsTheStart() {
    ContainerEnd end = ContainerEnd.of(exit(3, false, Optional.empty()));

    assertThat(new Created().started(START).ended(end))
        .isEqualTo(new Exited(Optional.of(START), end));
  }

  @Test
  void anExitSeenBeforeTheAnswerToTheStartLearnsWhenThatWas() {
    ContainerEnd end = ContainerEnd.of(exit(0, false, Optional.empty()));

    assertThat(new Created().ended(end).started(START))
        .isEqualTo(new Exited(Optional.of(START), end));
  }

  @Test
  void aContainerThatNeverWasHasNoEndToShow() {
    assertThat(new Creating().removing()).isEqualTo(new Removing(Optional.empty()));
  }

  @Test
  void reasonsAreThoseThatTheKubeletKnows() {
    assertThat(ContainerEnd.of(exit(0, false, Optional.empty())).reason()).isEqualTo("Completed");
    assertThat(ContainerEnd.of(exit(1, false, Optional.empty())).reason()).isEqualTo("Error");
    assertThat(ContainerEnd.of(exit(255, false, Optional.of("MonitorDied"))).reason())
        .isEqualTo("MonitorDied");
  }

  @Test
  void aLackOfMemoryIsTheReasonOfAFailureOnly() {
    assertThat(ContainerEnd.of(exit(137, true, Optional.empty())))
        .isEqualTo(new ContainerEnd(137, END, "OOMKilled", ""));
    assertThat(ContainerEnd.of(exit(0, true, Optional.empty())).reason()).isEqualTo("Completed");
  }

  @Test
  void everyStateIsTheSameAfterItsRecord() {
    ContainerEnd end = ContainerEnd.notStarted(END, "no such program");
    Exited exited = new Exited(Optional.of(START), end);
    for (ContainerState state :
        new ContainerState[] {
          new Creating(),
          new Created(),
          new Created().started(START),
          exited,
          new Created().ended(end),
          exited.removing(),
          new Creating().removing()
        }) {
      assertThat(StoredState.of(state).state()).isEqualTo(state);
    }
  }

  private static ContainerExit exit(int code, boolean oomKilled, Optional<String> reason) {
    return new ContainerExit(code, END, oomKilled, reason);
  }
}
