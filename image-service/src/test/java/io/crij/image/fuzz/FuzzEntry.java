package io.crij.image.fuzz;

/** Where Jazzer calls: the target that the system property {@code crij.fuzz.target} names. */
public final class FuzzEntry {
  private static final FuzzTarget TARGET =
      FuzzTargets.named(System.getProperty("crij.fuzz.target"));

  private FuzzEntry() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TARGET.run(input);
  }
}
