package io.crij.image.fuzz;

import java.util.HexFormat;
import java.util.Random;

/** A few inputs, the same each time. */
final class Tries {
  private Tries() {}

  static void of(FuzzTarget target, int inputs, long seed) {
    Mutation mutation = new Mutation(target, new Random(seed));
    for (int i = 0; i < inputs; i++) {
      byte[] input = mutation.next();
      try {
        target.run(input);
      } catch (Throwable finding) {
        throw new AssertionError(target + ": " + HexFormat.of().formatHex(input), finding);
      }
    }
  }
}
