package io.crij.image.layer;

import io.crij.linux.files.ConfinedPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names by which a layer says what of the layers below is gone (OCI image-spec, layer.md). */
sealed interface Whiteout {
  /** An ordinary name. */
  record None() implements Whiteout {}

  /** The object at {@code path} of the layers below is gone. */
  record Removed(ConfinedPath path) implements Whiteout {}

  /** All that the layers below have in {@code directory} is gone. */
  record Opaque(ConfinedPath directory) implements Whiteout {}

  /** Bookkeeping of the file system aufs, of no meaning here. */
  record Leftover() implements Whiteout {}

  static Whiteout of(ConfinedPath path) {
    for (ConfinedPath component : path.parent().components()) {
      if (starts(component.bytes(), Prefix.SPECIAL)) {
        return new Leftover();
      }
    }
    byte[] name = path.name().bytes();
    if (!starts(name, Prefix.WHITEOUT)) {
      return new None();
    }
    if (Arrays.equals(name, Prefix.OPAQUE)) {
      return new Opaque(path.parent());
    }
    if (starts(name, Prefix.SPECIAL)) {
      return new Leftover();
    }
    ConfinedPath removed =
        ConfinedPath.parse(Arrays.copyOfRange(name, Prefix.WHITEOUT.length, name.length));
    if (removed.isRoot() || removed.hasParentReference()) {
      throw BadLayer.malformed("the whiteout " + path + " names no object");
    }
    return new Removed(path.parent().resolve(removed));
  }

  private static boolean starts(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** As bytes, to compare with names that need not be text. */
  final class Prefix {
    private static final byte[] WHITEOUT = ascii(".wh.");
    private static final byte[] SPECIAL = ascii(".wh..wh.");
    private static final byte[] OPAQUE = ascii(".wh..wh..opq");

    private Prefix() {}

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
