package io.crij.sandbox;

/** Hears what happens to pod sandboxes, each thing once and in its order; must not wait. */
public interface SandboxListener {
  /** What has happened. */
  enum Change {
    CREATED,
    READY,
    NOT_READY,
    GONE
  }

  /**
   * @param now as it is after that
   */
  void happened(Change change, Sandbox now);
}
