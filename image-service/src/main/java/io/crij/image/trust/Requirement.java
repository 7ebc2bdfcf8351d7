package io.crij.image.trust;

/** One entry of a requirement list of policy.json; all of a list must be met. */
sealed interface Requirement {
  /** {@code insecureAcceptAnything}. */
  record Accept() implements Requirement {}

  /** {@code reject}. */
  record Reject() implements Requirement {}

  /** {@code sigstoreSigned} with public keys: one signature by one of them, over this image. */
  record SigstoreSigned(PublicKeys keys, SignedIdentity identity) implements Requirement {}

  /**
   * A requirement that is not implemented, so that no image can meet it.
   *
   * @param what it asks for
   */
  record Unverifiable(String what) implements Requirement {}
}
