package io.crij.runtime.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** default-seccomp.txt: sections of names, "#" before comments. */
final class SyscallList {
  static final String ALLOWED = "allowed";
  private static final String FILE = "default-seccomp.txt";

  private SyscallList() {}

  /** The names of each section: {@link #ALLOWED}, "refused", or a capability. */
  static Map<String, List<String>> read() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String line : text().lines().filter(l -> !l.isBlank() && l.charAt(0) != '#').toList()) {
      if (line.startsWith("[")) {
        names = new ArrayList<>();
        sections.put(line.substring(1, line.length() - 1), names);
      } else {
        names.addAll(List.of(line.split(" ")));
      }
    }
    return sections;
  }

  private static String text() {
    try (InputStream in = SyscallList.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE + " of the program", e);
    }
  }
}
