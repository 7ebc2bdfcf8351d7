package io.crij.cni;

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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins that were at work when an earlier run of the daemon was killed. Whoever of them still
 * runs would make or take away things behind the back of the DEL that follows, so they are killed,
 * with the programs that they started. Their environment tells whose they are (CNI specification,
 * "Execution Protocol").
 */
final class LeftoverPlugins {
  private static final Logger log = LoggerFactory.getLogger(LeftoverPlugins.class);
  private static final Path PROC = Path.of("/proc");
  private static final String OWNER = "CNI_CONTAINERID=";
  private static final int MOST_ENVIRONMENT = 1 << 20;

  private final Set<String> attachments;

  private LeftoverPlugins(Set<String> attachments) {
    this.attachments = attachments;
  }

  /**
   * Kills those that work for one of these attachments.
   *
   * @throws IOException when the processes of this node cannot be listed
   */
  static void kill(Set<String> attachments) throws IOException {
    if (attachments.isEmpty()) {
      return;
    }
    LeftoverPlugins leftover = new LeftoverPlugins(attachments);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        leftover.killIfPlugin(Integer.parseInt(process.getFileName().toString()));
      }
    }
  }

  private void killIfPlugin(int pid) throws KernelException {
    Optional<ProcessIdentity> identity = ProcessIdentity.read(pid);
    Optional<String> attachment = identity.flatMap(_ -> attachmentOf(pid));
    if (attachment.isEmpty()) {
      return;
    }
    // Exactly the one whose environment was read, or nobody.
    Optional<Pidfd> open = Pidfd.open(identity.orElseThrow());
    if (open.isPresent()) {
      try (Pidfd pidfd = open.get()) {
        kill(pidfd, attachment.get());
      }
    }
  }

  private static void kill(Pidfd pidfd, String attachment) throws KernelException {
    try {
      pidfd.signal(Signals.SIGKILL);
      log.warn("a CNI plugin left by an earlier run ({}) is killed: {}", attachment, pidfd);
    } catch (KernelException failure) {
      if (!failure.is(Errno.ESRCH)) {
        throw failure;
      }
    }
  }

  /** What a container puts into its own environment does not count. */
  private Optional<String> attachmentOf(int pid) {
    Path process = PROC.resolve(Integer.toString(pid));
    try (InputStream in = Files.newInputStream(process.resolve("environ"))) {
      List<String> variables =
          Arrays.asList(
              new String(in.readNBytes(MOST_ENVIRONMENT), StandardCharsets.ISO_8859_1)
                  .split("\0", -1));
      return variables.stream()
          .filter(variable -> variable.startsWith(OWNER))
          .map(variable -> variable.substring(OWNER.length()))
          .filter(attachments::contains)
          .filter(_ -> isOnNode(process))
          .findFirst();
    } catch (IOException ended) {
      log.trace("process {} has ended", pid, ended);
      return Optional.empty();
    }
  }

  private static boolean isOnNode(Path process) {
    try {
      Path own = Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
      return Files.readSymbolicLink(process.resolve("ns/pid")).equals(own);
    } catch (IOException ended) {
      log.trace("{} has ended", process, ended);
      return false;
    }
  }
}
