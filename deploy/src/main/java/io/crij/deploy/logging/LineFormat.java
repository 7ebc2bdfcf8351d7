package io.crij.deploy.logging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * {@code TIME LEVEL WHERE: MESSAGE}, in UTC and on one line whatever the message holds. A throwable
 * follows with its causes and the frames that are ours.
 */
final class LineFormat extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int MAX_CAUSES = 8;
  private static final int MAX_FRAMES = 12;
  private static final int MAX_LENGTH = 16 * 1024;

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(256);
    line.append(TIME.format(Instant.ofEpochMilli(record.getMillis())))
        .append(' ')
        .append(name(record.getLevel()))
        .append(' ')
        .append(simpleName(record.getLoggerName()))
        .append(": ")
        .append(formatMessage(record));
    describe(record.getThrown(), line);
    if (line.length() > MAX_LENGTH) {
      line.setLength(MAX_LENGTH);
      line.append("...");
    }
    return escaped(line) + "\n";
  }

  private static void describe(Throwable thrown, StringBuilder line) {
    Throwable at = thrown;
    for (int i = 0; at != null && i < MAX_CAUSES; i++) {
      line.append(i == 0 ? ": " : " <- caused by ").append(at);
      int shown = 0;
      for (StackTraceElement frame : at.getStackTrace()) {
        if (shown < MAX_FRAMES && (shown == 0 || frame.getClassName().startsWith("io.crij."))) {
          line.append(shown == 0 ? " at " : " < ").append(frame);
          shown++;
        }
      }
      at = at.getCause();
    }
  }

  private static String name(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN ";
    }
    if (level.intValue() >= Level.INFO.intValue()) {
      return "INFO ";
    }
    return level.intValue() >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  private static String simpleName(String logger) {
    return logger == null ? "?" : logger.substring(logger.lastIndexOf('.') + 1);
  }

  /** Nothing that a message quotes can begin a line of its own, or steer a terminal. */
  private static String escaped(CharSequence line) {
    StringBuilder safe = new StringBuilder(line.length() + 16);
    line.chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> safe.append("\\n");
                case '\t' -> safe.append(' ');
                default -> safe.append(Character.isISOControl(c) ? '?' : (char) c);
              }
            });
    return safe.toString();
  }
}
