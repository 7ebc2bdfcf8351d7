package io.crij.operations.id;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Ids of pods and containers: 64 lower-case hexadecimal characters, not guessable. */
public final class Ids {
  private static final int BYTES = 32;

  private static final int SHOWN = 12;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private Ids() {}

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** As messages and crictl show it: the first 12 characters. */
  public static String shown(String id) {
    return id.substring(0, Math.min(SHOWN, id.length()));
  }

  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
