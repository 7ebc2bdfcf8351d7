package io.crij.deploy.quickstart;

/** A part of the demonstration did not show what it should; the message is meant for the reader. */
final class DemonstrationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemonstrationFailed(String message) {
    super(message);
  }
}
