package io.crij.image.reference;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The digest algorithms of the OCI image specification (descriptor.md, "Registered algorithms").
 */
public enum DigestAlgorithm {
  SHA256("sha256", "SHA-256", 64),
  SHA512("sha512", "SHA-512", 128);

  private final String label;
  private final String javaName;
  private final int hexLength;

  DigestAlgorithm(String label, String javaName, int hexLength) {
    this.label = label;
    this.javaName = javaName;
    this.hexLength = hexLength;
  }

  /** As written before the colon: {@code sha256}. */
  public String label() {
    return label;
  }

  /** Hex digits of a digest of this kind. */
  public int hexLength() {
    return hexLength;
  }

  /** A new running hash. */
  public Hasher hasher() {
    try {
      return new Hasher(this, MessageDigest.getInstance(javaName));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no " + javaName, e);
    }
  }
}
