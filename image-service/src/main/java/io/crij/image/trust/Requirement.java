package io.crij.image.trust;

/** One entry of a requirement list of policy.json; all of a list must be met. */
sealed interface Requirement {
  /** {@code insecureAcceptAnything}. */
  record Accept() implements Requirement {}

  /** {@code reject}. */
  record Reject() implements Requirement {}

  /** A requirement that is not implemented, so that no image can meet it. */
  record Unverifiable(String type) implements Requirement {}
}
