package io.crij.linux.usage;

import java.util.Optional;

/**
 * Stalls of a group's tasks (psi.rst of the kernel).
 *
 * @param some in which at least one task waited
 * @param full in which all waited; the oldest kernels do not have it for processors
 */
public record Pressure(Stall some, Optional<Stall> full) {

  /**
   * @param totalMicros since the group was made
   * @param average10 per cent of the last 10 seconds
   */
  public record Stall(long totalMicros, double average10, double average60, double average300) {}

  private static final String NUMBER = "=";

  /** Of a pressure file: {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=0}. */
  static Optional<Pressure> parse(String text) {
    Optional<Stall> full = line(text, "full ");
    return line(text, "some ").map(some -> new Pressure(some, full));
  }

  private static Optional<Stall> line(String text, String kind) {
    return text.lines()
        .filter(line -> line.startsWith(kind))
        .map(line -> stall(line.substring(kind.length()).split(" ")))
        .findFirst();
  }

  private static Stall stall(String[] fields) {
    return new Stall(
        Long.parseLong(value(fields[3])),
        Double.parseDouble(value(fields[0])),
        Double.parseDouble(value(fields[1])),
        Double.parseDouble(value(fields[2])));
  }

  private static String value(String field) {
    return field.substring(field.indexOf(NUMBER) + 1);
  }
}
