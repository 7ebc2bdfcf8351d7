package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.ResourceExhausted;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputBudgetTest {
  private static final long TOTAL = 48 << 20;
  private static final long MOST = 16 << 20;

  private final OutputBudget budget = new OutputBudget(TOTAL, MOST);

  @Test
  void oneAloneMayHaveAWholeAnswer() {
    assertThat(budget.take().bytes()).isEqualTo((int) MOST);
  }

  @Test
  void manyTogetherStayWithinTheTotalAndTheNextIsRefused() {
    List<OutputBudget.Share> shares = new ArrayList<>();

    assertThatThrownBy(
            () -> {
              while (true) {
                shares.add(budget.take());
              }
            })
        .isInstanceOf(ResourceExhausted.class);

    assertThat(shares).hasSizeGreaterThan(40);
    assertThat(shares.stream().mapToLong(OutputBudget.Share::bytes).sum()).isLessThan(TOTAL);
    assertThat(budget.left()).isNotNegative();
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    budget.take().close();

    assertThat(budget.left()).isEqualTo(TOTAL);
  }

  @Test
  void aFixedPartIsTakenWholeOrNotAtAll() {
    OutputBudget small = new OutputBudget(100, 10);
    try (OutputBudget.Share _ = small.take(70)) {
      assertThat(small.left()).isEqualTo(30);
      assertThatThrownBy(() -> small.take(31)).isInstanceOf(ResourceExhausted.class);
      assertThat(small.left()).isEqualTo(30);
    }
    assertThat(small.left()).isEqualTo(100);
  }
}
