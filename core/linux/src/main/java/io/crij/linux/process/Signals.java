package io.crij.linux.process;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signal names and numbers (signal(7)) of x86-64 and arm64, as images spell them in {@code
 * StopSignal}.
 */
public final class Signals {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGKILL = 9;
  public static final int SIGTERM = 15;
  public static final int SIGCHLD = 17;
  public static final int SIGWINCH = 28;

  /** The kernel's first real-time signals are glibc's own. */
  private static final int SIGRTMIN = 34;

  private static final int SIGRTMAX = 64;

  /** By number, from 1. */
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final Pattern REAL_TIME = Pattern.compile("RT(MIN\\+|MAX-)(\\d{1,2})");

  private Signals() {}

  /**
   * The number of "SIGTERM", "term", "15", "RTMIN+3" or "SIGRTMAX-1"; empty for what is no signal.
   */
  public static OptionalInt number(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    } else if (name.matches("\\d{1,2}")) {
      return valid(Integer.parseInt(name));
    }
    Matcher realTime = REAL_TIME.matcher(name);
    if (realTime.matches()) {
      int offset = Integer.parseInt(realTime.group(2));
      int number = realTime.group(1).equals("MIN+") ? SIGRTMIN + offset : SIGRTMAX - offset;
      return number >= SIGRTMIN ? valid(number) : OptionalInt.empty();
    }
    return switch (name) {
      case "RTMIN" -> OptionalInt.of(SIGRTMIN);
      case "RTMAX" -> OptionalInt.of(SIGRTMAX);
      case "IOT" -> number("ABRT");
      case "CLD" -> number("CHLD");
      case "POLL" -> number("IO");
      default -> valid(NAMES.indexOf(name) + 1);
    };
  }

  private static OptionalInt valid(int number) {
    return number >= 1 && number <= SIGRTMAX ? OptionalInt.of(number) : OptionalInt.empty();
  }

  /** "SIGTERM", "SIGRTMIN+3", or "signal 99" for what has no name. */
  public static String name(int number) {
    if (number >= 1 && number <= NAMES.size()) {
      return "SIG" + NAMES.get(number - 1);
    }
    if (number >= SIGRTMIN && number <= SIGRTMAX) {
      return number == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+" + (number - SIGRTMIN);
    }
    return "signal " + number;
  }
}
