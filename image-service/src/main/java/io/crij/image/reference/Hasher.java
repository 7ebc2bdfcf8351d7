package io.crij.image.reference;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A running hash that ends in a {@link Digest}. One thread at a time. */
public final class Hasher {
  private final DigestAlgorithm algorithm;
  private final MessageDigest hash;

  Hasher(DigestAlgorithm algorithm, MessageDigest hash) {
    this.algorithm = algorithm;
    this.hash = hash;
  }

  public void update(byte[] bytes, int offset, int length) {
    hash.update(bytes, offset, length);
  }

  public void update(ByteBuffer bytes) {
    hash.update(bytes);
  }

  /** The digest of everything so far; the hash starts anew. */
  public Digest digest() {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }
}
