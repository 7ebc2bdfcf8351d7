package io.crij.deploy.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints one line per part of the demonstration: what it is, the time it took, what it showed. */
final class Narrator {
  private final PrintStream out;
  private final boolean terminal;
  private int unfinished;

  Narrator(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  synchronized void tell(String label, Duration took, String detail) {
    replace(line(label, took, detail));
    out.println();
    unfinished = 0;
  }

  /** Shows a line that the next one replaces; where output is no terminal, nothing. */
  synchronized void progress(String label, Duration soFar, String detail) {
    if (terminal) {
      replace(line(label, soFar, detail));
    }
  }

  private void replace(String line) {
    String blanks = " ".repeat(Math.max(0, unfinished - line.length()));
    out.print((unfinished > 0 ? "\r" : "") + line + blanks);
    out.flush();
    unfinished = line.length();
  }

  private static String line(String label, Duration took, String detail) {
    String seconds = String.format(Locale.ROOT, "%.2f s", took.toMillis() / 1000.0);
    return String.format(Locale.ROOT, "%-28s %8s  %s", label, seconds, detail);
  }
}
