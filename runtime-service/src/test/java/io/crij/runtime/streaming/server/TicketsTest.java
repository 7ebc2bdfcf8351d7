package io.crij.runtime.streaming.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.ResourceExhausted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private static final StreamTicket FORWARD = new StreamTicket.PortForward("a", List.of());

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000);
  private final Tickets tickets = new Tickets(clock::get);

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void aTokenIsGoodOnce() {
    String token = tickets.issue(FORWARD);
    assertThat(tickets.redeem("portforward", token)).contains(FORWARD);
    assertThat(tickets.redeem("portforward", token)).isEmpty();
  }

  @Test
  void aTokenOfAnotherVerbIsUsedUp() {
    String token = tickets.issue(FORWARD);
    assertThat(tickets.redeem("exec", token)).isEmpty();
    assertThat(tickets.redeem("portforward", token)).isEmpty();
  }

  @Test
  void e10AMinuteLaterItIsGoodNoMore() {
    String early = tickets.issue(FORWARD);
    String late = tickets.issue(FORWARD);
    pass(Duration.ofSeconds(59));
    assertThat(tickets.redeem("portforward", early)).isPresent();
    pass(Duration.ofSeconds(2));
    assertThat(tickets.redeem("portforward", late)).isEmpty();
    assertThat(tickets.size()).isZero();
  }

  @Test
  void e10NoMoreThanAThousandWait() {
    for (int i = 0; i < 1000; i++) {
      tickets.issue(FORWARD);
    }
    assertThatThrownBy(() -> tickets.issue(FORWARD)).isInstanceOf(ResourceExhausted.class);
    pass(Duration.ofSeconds(61));
    assertThat(tickets.issue(FORWARD)).matches("[A-Za-z0-9_-]{32}");
  }
}
