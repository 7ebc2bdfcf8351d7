package io.crij.image.rpc;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.Int64Value;
import java.util.regex.Pattern;

/** {@code uid} and {@code username} of CRI's Image, from USER of the image's configuration. */
final class ImageUser {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final int MAX_DIGITS = 10;

  private ImageUser() {}

  /**
   * Sets at most one of the two. Digits are a number and never a name: out of range they give
   * neither, so that the kubelet cannot take the image for one that runs as a known user.
   */
  static void set(Image.Builder image, String user) {
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    if (!DIGITS.matcher(name).matches()) {
      image.setUsername(name);
    } else if (name.length() <= MAX_DIGITS && Long.parseLong(name) <= Integer.MAX_VALUE) {
      image.setUid(Int64Value.newBuilder().setValue(Long.parseLong(name)));
    }
  }
}
