package io.crij.deploy.client;

import java.io.Console;
import java.util.Optional;

/** The terminal that somebody sits at, if there is one. */
public final class Terminal {
  private Terminal() {}

  /** Empty when input or output goes elsewhere. */
  public static Optional<Console> find() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }
}
