package io.crij.linux.host;

import io.crij.linux.errno.PlatformThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Capability sets by name (capabilities(7)), in the order of their numbers. */
public final class Capabilities {
  private static final List<String> NAMES =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_LINUX_IMMUTABLE",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_BROADCAST",
          "CAP_NET_ADMIN",
          "CAP_NET_RAW",
          "CAP_IPC_LOCK",
          "CAP_IPC_OWNER",
          "CAP_SYS_MODULE",
          "CAP_SYS_RAWIO",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_PACCT",
          "CAP_SYS_ADMIN",
          "CAP_SYS_BOOT",
          "CAP_SYS_NICE",
          "CAP_SYS_RESOURCE",
          "CAP_SYS_TIME",
          "CAP_SYS_TTY_CONFIG",
          "CAP_MKNOD",
          "CAP_LEASE",
          "CAP_AUDIT_WRITE",
          "CAP_AUDIT_CONTROL",
          "CAP_SETFCAP",
          "CAP_MAC_OVERRIDE",
          "CAP_MAC_ADMIN",
          "CAP_SYSLOG",
          "CAP_WAKE_ALARM",
          "CAP_BLOCK_SUSPEND",
          "CAP_AUDIT_READ",
          "CAP_PERFMON",
          "CAP_BPF",
          "CAP_CHECKPOINT_RESTORE");

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int HEXADECIMAL = 16;

  private Capabilities() {}

  /** All names known here: "CAP_CHOWN"... */
  public static List<String> known() {
    return NAMES;
  }

  /** What this process may do itself, and so the most that it can give to a container. */
  public static SequencedSet<String> effective() throws IOException {
    return set("CapEff:");
  }

  /** What a child may ever get. */
  public static SequencedSet<String> bounding() throws IOException {
    return set("CapBnd:");
  }

  private static SequencedSet<String> set(String label) throws IOException {
    PlatformThread.require();
    String mask =
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith(label))
            .map(line -> line.substring(label.length()).strip())
            .findFirst()
            .orElseThrow(() -> new IOException("there is no line " + label + " in " + STATUS));
    return parse(mask);
  }

  /** From the hexadecimal mask of /proc/PID/status; numbers without a name here are left out. */
  static SequencedSet<String> parse(String mask) {
    long bits = Long.parseUnsignedLong(mask, HEXADECIMAL);
    SequencedSet<String> names = new LinkedHashSet<>();
    for (int number = 0; number < NAMES.size(); number++) {
      if ((bits >>> number & 1) != 0) {
        names.add(NAMES.get(number));
      }
    }
    return names;
  }
}
