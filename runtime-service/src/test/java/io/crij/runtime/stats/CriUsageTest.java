package io.crij.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.MemoryUsage;
import io.crij.cri.v1.PsiStats;
import io.crij.cri.v1.SwapUsage;
import io.crij.linux.usage.MemoryLimits;
import io.crij.linux.usage.Pressure;
import io.crij.linux.usage.Pressure.Stall;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CriUsageTest {
  private static io.crij.linux.usage.MemoryUsage usage(OptionalLong swap) {
    return new io.crij.linux.usage.MemoryUsage(1000, 300, 600, 400, 10, swap, 9, 2);
  }

  private static MemoryLimits limits(OptionalLong memory, OptionalLong swap) {
    return new MemoryLimits(memory, swap);
  }

  @Test
  void whatIsAvailableIsTheLimitWithoutTheWorkingSet() {
    MemoryUsage memory =
        CriUsage.memory(
            5,
            usage(OptionalLong.empty()),
            limits(OptionalLong.of(2000), OptionalLong.empty()),
            Optional.empty());
    assertThat(memory.getWorkingSetBytes().getValue()).isEqualTo(700);
    assertThat(memory.getAvailableBytes().getValue()).isEqualTo(1300);
    assertThat(memory.getTimestamp()).isEqualTo(5);
    assertThat(memory.hasPsi()).isFalse();
  }

  @Test
  void withoutALimitNothingIsSaidToBeAvailableAndNeverLessThanNothing() {
    MemoryLimits none = limits(OptionalLong.empty(), OptionalLong.empty());
    assertThat(
            CriUsage.memory(5, usage(OptionalLong.empty()), none, Optional.empty())
                .hasAvailableBytes())
        .isFalse();
    MemoryLimits lowered = limits(OptionalLong.of(100), OptionalLong.empty());
    assertThat(
            CriUsage.memory(5, usage(OptionalLong.empty()), lowered, Optional.empty())
                .getAvailableBytes()
                .getValue())
        .isZero();
  }

  @Test
  void swapWhereItIsCounted() {
    MemoryLimits limits = limits(OptionalLong.of(2000), OptionalLong.of(500));
    SwapUsage swap = CriUsage.swap(5, usage(OptionalLong.of(200)), limits).orElseThrow();
    assertThat(swap.getSwapUsageBytes().getValue()).isEqualTo(200);
    assertThat(swap.getSwapAvailableBytes().getValue()).isEqualTo(300);
    assertThat(CriUsage.swap(5, usage(OptionalLong.empty()), limits)).isEmpty();
  }

  @Test
  void stallsAreInNanoseconds() {
    Pressure pressure =
        new Pressure(new Stall(7, 1.5, 2.5, 3.5), Optional.of(new Stall(3, 0, 0, 0)));
    PsiStats psi = CriUsage.io(5, pressure).getPsi();
    assertThat(psi.getSome().getTotal()).isEqualTo(7000);
    assertThat(psi.getSome().getAvg10()).isEqualTo(1.5);
    assertThat(psi.getSome().getAvg60()).isEqualTo(2.5);
    assertThat(psi.getSome().getAvg300()).isEqualTo(3.5);
    assertThat(psi.getFull().getTotal()).isEqualTo(3000);
  }
}
