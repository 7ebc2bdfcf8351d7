package io.crij.deploy.config;

import java.util.Locale;
import java.util.logging.Level;

/** How much the daemon logs; each level includes those before it. */
public enum LogLevel implements Choice {
  ERROR(Level.SEVERE),
  WARN(Level.WARNING),
  INFO(Level.INFO),
  DEBUG(Level.FINE),
  TRACE(Level.FINEST);

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /** The same in the terms of java.util.logging. */
  public Level level() {
    return level;
  }

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
