package io.crij.image.reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The micro-architecture level of an x86-64 processor (System V ABI, AMD64 supplement 1.0, 3.1.1),
 * by the kernel's names of features in {@code /proc/cpuinfo}.
 */
final class CpuLevel {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /** What each level from v2 on adds. */
  private static final List<Set<String>> ADDED =
      List.of(
          Set.of("cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"),
          Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
          Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));

  private CpuLevel() {}

  /** Empty when the kernel does not say; then the baseline is all that is sure to run. */
  static Optional<String> ofThisMachine() {
    try (Stream<String> lines = Files.lines(CPUINFO, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> of(Set.of(line.substring(line.indexOf(':') + 1).strip().split(" +"))));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  static String of(Set<String> flags) {
    int level = 1;
    for (Set<String> added : ADDED) {
      if (!flags.containsAll(added)) {
        break;
      }
      level++;
    }
    return "v" + level;
  }
}
