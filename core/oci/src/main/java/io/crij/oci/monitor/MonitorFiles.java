package io.crij.oci.monitor;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedFile;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.process.ProcessIdentity;
import io.crij.operations.failure.Failure;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The small files around one monitor, all in directories of ours. */
record MonitorFiles(MonitorRequest request) {
  private static final Logger log = LoggerFactory.getLogger(MonitorFiles.class);
  private static final String OWN_DIRECTORY = "monitor";
  private static final String MONITOR_LOG = "monitor.log";
  private static final int MOST_LOG = 16 * 1024;

  /** What conmon makes in the bundle: the attach socket and two FIFOs for the terminal. */
  private static final List<String> IN_BUNDLE = List.of("attach", "ctl", "winsz", "oom");

  void prepare() throws IOException {
    makePrivate(request.workDirectory());
    makePrivate(own());
    makePrivate(request.exitDirectory());
    // One of an earlier attempt would be taken for this one's.
    removeExitFile();
  }

  private static void makePrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.getParent());
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** A directory of the monitor's alone: it and the runtime write to temporary names as well. */
  Path own() {
    return request.workDirectory().resolve(OWN_DIRECTORY);
  }

  Path containerPid() {
    return own().resolve("container.pid");
  }

  private Path monitor() {
    return own().resolve("monitor.json");
  }

  /** Who the monitor is, before it does anything: a crash leaves nobody unknown behind. */
  void writeMonitor(ProcessIdentity identity) throws IOException {
    Path temporary = own().resolve("monitor.json.tmp");
    Files.writeString(temporary, Json.write(new long[] {identity.pid(), identity.startTime()}));
    Files.move(temporary, monitor(), StandardCopyOption.ATOMIC_MOVE);
  }

  Optional<ProcessIdentity> readMonitor() throws IOException {
    try {
      long[] numbers = Json.strict().readValue(Files.readAllBytes(monitor()), long[].class);
      return Optional.of(new ProcessIdentity((int) numbers[0], numbers[1]));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException garbage) {
      log.warn("{} does not name a monitor", monitor(), garbage);
      return Optional.empty();
    }
  }

  /** Its standard error until it has opened its own; a pipe would have to be read for ever. */
  ConfinedFile openMonitorLog() throws IOException {
    try (ConfinedDirectory directory = ConfinedDirectory.open(own())) {
      return directory.appendFile(ConfinedPath.parse(MONITOR_LOG), 0600);
    }
  }

  /** What the monitor said before it could use its pipe; empty for nothing. */
  String monitorSaid() throws IOException {
    try (var in = Files.newInputStream(own().resolve(MONITOR_LOG))) {
      return new String(in.readNBytes(MOST_LOG), StandardCharsets.UTF_8).strip();
    }
  }

  /** All of them; the work directory too, unless its owner keeps more in it. */
  void remove() {
    try {
      removeExitFile();
      for (String name : IN_BUNDLE) {
        Files.deleteIfExists(request.bundle().resolve(name));
      }
      if (Files.isDirectory(request.workDirectory())) {
        try (ConfinedDirectory work = ConfinedDirectory.open(request.workDirectory())) {
          work.removeTree(ConfinedPath.parse(OWN_DIRECTORY));
        }
        Files.deleteIfExists(request.workDirectory());
      }
    } catch (DirectoryNotEmptyException shared) {
      log.debug("{} has more in it", request.workDirectory(), shared);
    } catch (IOException failure) {
      throw Failure.wrap(
          "cannot remove the files of the monitor of container " + request.containerId(), failure);
    }
  }

  /** With what a monitor leaves that is killed while it writes: the name and six characters. */
  private void removeExitFile() throws IOException {
    if (!Files.isDirectory(request.exitDirectory())) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(request.exitDirectory(), request.containerId() + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
