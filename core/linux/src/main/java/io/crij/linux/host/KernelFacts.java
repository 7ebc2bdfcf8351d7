package io.crij.linux.host;

import io.crij.linux.errno.PlatformThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The running kernel.
 *
 * @param release as uname(2) gives it: "6.1.0-18-amd64"
 * @param fileSystems types that it can mount now, without loading a module: "overlay", "tmpfs"...
 * @param securityModules active ones: "capability", "apparmor"...; empty where it does not say
 * @param seccomp whether system call filters work
 */
public record KernelFacts(
    String release,
    int major,
    int minor,
    Set<String> fileSystems,
    List<String> securityModules,
    boolean seccomp) {

  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final Path SECURITY_MODULES = Path.of("/sys/kernel/security/lsm");

  public KernelFacts {
    fileSystems = Set.copyOf(fileSystems);
    securityModules = List.copyOf(securityModules);
  }

  public static KernelFacts detect() throws IOException {
    PlatformThread.require();
    String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    Matcher numbers = RELEASE.matcher(release);
    if (!numbers.matches()) {
      throw new IOException("cannot understand the kernel release " + release);
    }
    return new KernelFacts(
        release,
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        fileSystemTypes(),
        securityModuleNames(),
        Files.exists(Path.of("/proc/sys/kernel/seccomp/actions_avail")));
  }

  /** Whether the kernel is of this version or a later one. */
  public boolean atLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  private static Set<String> fileSystemTypes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/filesystems"))) {
      return lines
          .map(line -> line.substring(line.indexOf('\t') + 1).strip())
          .collect(Collectors.toSet());
    }
  }

  private static List<String> securityModuleNames() throws IOException {
    if (!Files.exists(SECURITY_MODULES)) {
      return List.of();
    }
    return Pattern.compile(",").splitAsStream(Files.readString(SECURITY_MODULES).strip()).toList();
  }
}
