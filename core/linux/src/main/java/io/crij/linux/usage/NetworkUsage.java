package io.crij.linux.usage;

import io.crij.linux.namespace.NamespaceThread;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the kernel counts in one network namespace.
 *
 * @param interfaces without the loopback, at most 64
 * @param sockets that processes have, of all families
 */
public record NetworkUsage(List<InterfaceCounters> interfaces, long sockets) {
  private static final Path DEVICES = Path.of("/proc/thread-self/net/dev");
  private static final Path SOCKETS = Path.of("/proc/thread-self/net/sockstat");

  /** Whoever may make interfaces in a pod may make many. */
  private static final int MOST_INTERFACES = 64;

  private static final int MOST_BYTES = 64 * 1024;
  private static final String USED = "sockets: used ";

  public NetworkUsage {
    interfaces = List.copyOf(interfaces);
  }

  /**
   * Of pinned namespaces, by a thread that goes from one to the next: what is in them, a process
   * that has left its own for another among it, is not asked. One that has gone is left out.
   */
  public static Map<Path, NetworkUsage> of(Collection<Path> pins) throws IOException {
    return NamespaceThread.inEach(pins, NetworkUsage::ofThisThread);
  }

  private static NetworkUsage ofThisThread() throws IOException {
    return new NetworkUsage(
        InterfaceCounters.parse(read(DEVICES), MOST_INTERFACES),
        read(SOCKETS)
            .lines()
            .filter(line -> line.startsWith(USED))
            .mapToLong(line -> Long.parseLong(line.substring(USED.length()).strip()))
            .sum());
  }

  private static String read(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return new String(input.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }
}
