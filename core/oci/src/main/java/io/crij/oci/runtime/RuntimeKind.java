package io.crij.oci.runtime;

/** Whose program a runtime is, by what it says of itself. */
public enum RuntimeKind {
  CRUN,
  RUNC,
  OTHER
}
