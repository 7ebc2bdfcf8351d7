package io.crij.image.fuzz;

import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A reader of what others wrote, and what is known of it.
 *
 * @param seeds well-formed inputs to start from
 * @param words that matter to it; seeds and words are what mutations are made of
 * @param share of the inputs of a long run, in proportion to the others'
 */
public record FuzzTarget(
    String name, List<byte[]> seeds, List<byte[]> words, int share, Reader reader) {
  private static final int LONGEST_MESSAGE = 8192;

  /** Reads one input: ends, or fails as it should, or is at fault. */
  @FunctionalInterface
  public interface Reader {
    void read(byte[] input) throws Exception;
  }

  public FuzzTarget {
    seeds = List.copyOf(seeds);
    words = List.copyOf(words);
  }

  public FuzzTarget(String name, List<byte[]> seeds, List<byte[]> words, Reader reader) {
    this(name, seeds, words, 10, reader);
  }

  public FuzzTarget withShare(int other) {
    return new FuzzTarget(name, seeds, words, other, reader);
  }

  /** Of texts. */
  public static FuzzTarget ofText(String name, List<String> seeds, String words, Reader reader) {
    return new FuzzTarget(name, bytes(seeds), words(words), reader);
  }

  /** Words between blanks. */
  public static List<byte[]> words(String words) {
    return bytes(Arrays.asList(words.strip().split("\\s+")));
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Reads one input; whatever is thrown is a finding. */
  public void run(byte[] input) throws Exception {
    try {
      reader.read(input);
    } catch (Internal unexpected) {
      throw new AssertionError("an error that nobody thought of", unexpected);
    } catch (Failure refused) {
      requirePlain(refused.getMessage());
    }
  }

  /** A message is one line of bounded length without control characters. */
  public static void requirePlain(String message) {
    boolean plain = message.chars().noneMatch(FuzzTarget::isControl);
    if (!plain || message.length() > LONGEST_MESSAGE) {
      throw new AssertionError("not fit to be shown: " + message);
    }
  }

  /** No secret is in a text. Here, as a comparison elsewhere would teach Jazzer the secret. */
  public static void requireWithout(String secret, String text) {
    if (text.contains(secret)) {
      throw new AssertionError("tells the secret: " + text);
    }
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.LINE_SEPARATOR
        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
  }

  /** What was read, printed, and read again has to be the same. */
  public static void requireEqual(Object read, Object again) {
    if (!read.equals(again)) {
      throw new AssertionError("read as " + read + ", and when printed as " + again);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
