package io.crij.linux.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Open files of processes (proc_pid_fd(5), proc_pid_limits(5)); one that has ended has none. */
public final class ProcessFiles {
  private static final String OPEN_FILES = "Max open files";

  /** Entries looked at where the kernel does not say how many there are (before Linux 6.2). */
  private static final long MOST_ENTRIES = 100_000;

  private ProcessFiles() {}

  /** Of all of them together. */
  public static long open(Collection<Integer> pids) throws IOException {
    long count = 0;
    for (int pid : pids) {
      count += open(Path.of("/proc", Integer.toString(pid), "fd"));
    }
    return count;
  }

  private static long open(Path directory) throws IOException {
    try {
      long told = Files.size(directory);
      return told > 0 ? told : counted(directory);
    } catch (NoSuchFileException | AccessDeniedException ended) {
      // A zombie's is not readable any more.
      return 0;
    }
  }

  private static long counted(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.limit(MOST_ENTRIES).count();
    } catch (UncheckedIOException endedMeanwhile) {
      return 0;
    }
  }

  /** How many a process may open; empty for any number, or when it has ended. */
  public static OptionalLong softLimit(int pid) throws IOException {
    try {
      return softLimit(Files.readString(Path.of("/proc", Integer.toString(pid), "limits")));
    } catch (IOException ended) {
      if (Files.exists(Path.of("/proc", Integer.toString(pid), "stat"))) {
        throw ended;
      }
      return OptionalLong.empty();
    }
  }

  static OptionalLong softLimit(String limits) {
    return limits
        .lines()
        .filter(line -> line.startsWith(OPEN_FILES))
        .map(line -> line.substring(OPEN_FILES.length()).strip().split(" +")[0])
        .filter(soft -> !soft.equals("unlimited"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
