package io.crij.operations.id;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of pods and containers: 64 lower-case hexadecimal characters, not guessable. */
public final class Ids {
  private static final int BYTES = 32;

  private Ids() {}

  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
