package io.crij.image.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.Internal;
import io.crij.operations.failure.InvalidArgument;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few inputs of each target, the same each time; {@code image-service/fuzz} tries millions. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FuzzTest {
  private static final int INPUTS = 3000;
  private static final long SEED = 20261125;

  static List<FuzzTarget> targets() {
    return FuzzTargets.all();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aSeedIsTakenAsAWhole(FuzzTarget target) {
    assertThat(target.seeds()).anyMatch(seed -> isTaken(target, seed));
  }

  private static boolean isTaken(FuzzTarget target, byte[] seed) {
    try {
      target.reader().read(seed);
      return true;
    } catch (Exception refused) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whateverIsReadIsTakenOrRefused(FuzzTarget target) {
    Tries.of(target, INPUTS, SEED);
  }

  @Test
  void findingsAreSeen() {
    for (String text : List.of("two\nlines", "\u001b[31m", "a\u202eb", "\u2028")) {
      assertThatThrownBy(() -> FuzzTarget.requirePlain(text)).isInstanceOf(AssertionError.class);
    }
    FuzzTarget strange = failing(new IllegalStateException("nobody's"));
    assertThatThrownBy(() -> Tries.of(strange, 1, SEED)).isInstanceOf(AssertionError.class);
    FuzzTarget unexpected = failing(new Internal("it failed", "Look there."));
    assertThatThrownBy(() -> unexpected.run(new byte[0])).isInstanceOf(AssertionError.class);
    FuzzTarget refusing = failing(new InvalidArgument("it is bad", "Correct it."));
    assertThatCode(() -> Tries.of(refusing, 10, SEED)).doesNotThrowAnyException();
  }

  private static FuzzTarget failing(RuntimeException failure) {
    return new FuzzTarget(
        "failing",
        List.of(new byte[] {'a'}),
        List.of(),
        _ -> {
          throw failure;
        });
  }
}
