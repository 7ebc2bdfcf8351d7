package io.crij.image.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes inputs out of a target's seeds and words. The same random numbers make the same inputs. */
final class Mutation {
  private static final int MOST_CHANGES = 8;
  private static final int MOST_WORDS = 24;
  private static final int LONGEST = 64 * 1024;
  private static final List<byte[]> ODDITIES =
      FuzzTarget.words(
          "0 -1 1 18446744073709551616 9223372036854775807 null true \\u0000 \\ud800 \u00e9 \u202e"
              + " \u2028 ../ // %00 \" ' [ ] { } = : , \\ @ # . * \t");

  private final FuzzTarget target;
  private final RandomGenerator random;

  Mutation(FuzzTarget target, RandomGenerator random) {
    this.target = target;
    this.random = random;
  }

  byte[] next() {
    byte[] input = random.nextInt(6) == 0 ? sentence() : one(target.seeds()).clone();
    for (int changes = random.nextInt(MOST_CHANGES + 1); changes > 0; changes--) {
      input = changed(input);
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private byte[] sentence() {
    ByteArrayOutputStream sentence = new ByteArrayOutputStream();
    for (int count = random.nextInt(MOST_WORDS); count > 0; count--) {
      sentence.writeBytes(word());
    }
    return sentence.toByteArray();
  }

  private byte[] word() {
    return one(target.words().isEmpty() || random.nextInt(4) == 0 ? ODDITIES : target.words());
  }

  private byte[] changed(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = from + Math.min(random.nextInt(1, 33), input.length - from);
    return switch (random.nextInt(9)) {
      case 0 -> flipped(input, from, 1 << random.nextInt(8));
      case 1 -> flipped(input, from, random.nextInt(256));
      case 2 -> replaced(input, from, to, new byte[0]);
      case 3 -> replaced(input, from, from, word());
      case 4 -> replaced(input, from, to, word());
      case 5 -> replaced(input, to, to, Arrays.copyOfRange(input, from, to));
      case 6 -> Arrays.copyOf(input, from);
      case 7 -> spliced(input, from, one(target.seeds()));
      default -> lineMoved(input, from);
    };
  }

  private byte[] spliced(byte[] input, int from, byte[] other) {
    return replaced(input, from, input.length, tail(other, random.nextInt(other.length + 1)));
  }

  /** A line of the input, repeated elsewhere. */
  private byte[] lineMoved(byte[] input, int to) {
    int start = random.nextInt(input.length + 1);
    while (start > 0 && input[start - 1] != '\n') {
      start--;
    }
    int end = start;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    byte[] line = Arrays.copyOfRange(input, start, Math.min(end + 1, input.length));
    return replaced(input, to, to, line);
  }

  private byte[] one(List<byte[]> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static byte[] flipped(byte[] input, int at, int mask) {
    if (at < input.length) {
      input[at] ^= (byte) mask;
    }
    return input;
  }

  private static byte[] tail(byte[] input, int from) {
    return Arrays.copyOfRange(input, from, input.length);
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] result = new byte[input.length - (to - from) + by.length];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(input, to, result, from + by.length, input.length - to);
    return result;
  }
}
