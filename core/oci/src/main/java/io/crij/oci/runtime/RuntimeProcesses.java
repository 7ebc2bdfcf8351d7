package io.crij.oci.runtime;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.process.Pidfd;
import io.crij.linux.process.ProcessIdentity;
import io.crij.linux.process.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes of OCI runtimes, told by an argument that only one call has. */
final class RuntimeProcesses {
  private static final Logger log = LoggerFactory.getLogger(RuntimeProcesses.class);
  private static final Path PROC = Path.of("/proc");
  private static final int MOST = 64 << 10;

  private RuntimeProcesses() {}

  /**
   * Kills those that have one of the arguments.
   *
   * @param each how long the end of each is waited for
   */
  static void kill(Set<String> arguments, Duration each) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        int pid = Integer.parseInt(process.getFileName().toString());
        Optional<ProcessIdentity> identity = ProcessIdentity.read(pid);
        if (identity.isPresent() && hasOne(process, arguments)) {
          kill(identity.get(), each);
        }
      }
    }
  }

  private static boolean hasOne(Path process, Set<String> arguments) {
    try (InputStream in = Files.newInputStream(process.resolve("cmdline"))) {
      String line = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
      return Arrays.stream(line.split("\0", -1)).anyMatch(arguments::contains);
    } catch (IOException ended) {
      log.trace("{} has ended", process, ended);
      return false;
    }
  }

  private static void kill(ProcessIdentity identity, Duration each) throws IOException {
    // Exactly the one whose arguments were read, or nobody.
    Optional<Pidfd> open = Pidfd.open(identity);
    if (open.isEmpty()) {
      return;
    }
    try (Pidfd pidfd = open.get()) {
      pidfd.signal(Signals.SIGKILL);
      if (!pidfd.awaitEnd(each)) {
        log.warn("{} does not end", pidfd);
      }
    } catch (KernelException failure) {
      if (!failure.is(Errno.ESRCH)) {
        throw failure;
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }
}
