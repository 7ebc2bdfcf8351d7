package io.crij.sandbox;

/**
 * Where a pod sandbox is in its life. Each state has the legal transitions out of it as methods:
 *
 * <pre>
 * Creating -> Ready -> NotReady -> Removing
 *     \------------------^
 * </pre>
 *
 * A failed Creating leaves no sandbox at all.
 */
public sealed interface SandboxState {
  /** Its steps are being done; containers cannot be made yet. CRI shows nothing. */
  record Creating() implements SandboxState {
    public Ready ready() {
      return new Ready();
    }

    /** Someone wants it stopped before it was ready. */
    public NotReady stopped(String reason) {
      return new NotReady(reason);
    }
  }

  /** Everything is there (CRI {@code SANDBOX_READY}). */
  record Ready() implements SandboxState {
    public NotReady lost(String reason) {
      return new NotReady(reason);
    }
  }

  /**
   * Stopped or damaged (CRI {@code SANDBOX_NOTREADY}); only removal is left.
   *
   * @param reason a sentence
   */
  record NotReady(String reason) implements SandboxState {
    public Removing removing() {
      return new Removing();
    }
  }

  /** What is left of it is being taken away. CRI shows {@code SANDBOX_NOTREADY}. */
  record Removing() implements SandboxState {}

  default boolean isReady() {
    return this instanceof Ready;
  }
}
