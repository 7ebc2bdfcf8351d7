package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel tells about processes of the host. */
public final class Processes {
  private Processes() {}

  /** Whether it is there and not only a corpse that its parent has not looked at. */
  public static boolean isRunning(long pid) {
    return KernelTraces.read(folder(pid).resolve("status"))
        .filter(status -> !status.contains("\nState:\tZ") && !status.contains("\nState:\tX"))
        .isPresent();
  }

  /** What its descriptors stand for, such as {@code socket:[123]} or a path. */
  public static List<String> openFiles(long pid) {
    try (Stream<Path> descriptors = Files.list(folder(pid).resolve("fd"))) {
      return descriptors.map(Processes::target).filter(target -> !target.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException closed) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The variables of its environment, as it was started with them. */
  public static List<String> environment(long pid) {
    return List.of(read(pid, "environ").split("\0", -1)).stream()
        .filter(variable -> !variable.isEmpty())
        .toList();
  }

  /** The value of a line of its status, such as {@code SigIgn}. */
  public static String status(long pid, String field) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  /** A file of its folder in /proc. */
  public static String read(long pid, String file) {
    return KernelTraces.read(folder(pid).resolve(file)).orElseThrow();
  }

  private static Path folder(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }
}
