package io.crij.runtime.container;

import io.crij.linux.event.DirectoryWatch;
import io.crij.linux.fd.Fd;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedFile;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.Kind;
import io.crij.oci.monitor.MonitorLog;
import io.crij.oci.monitor.MonitoredProcess;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.PlainText;
import io.crij.operations.operation.OperationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * CRI ReopenContainerLog. The monitor opens its new file by a path string and ends, with the
 * container, when it cannot: so that file is made here, without a link on the way, and is known
 * again by its inode when the monitor has given it the log's name. Until then the old one is
 * written, and nothing is lost.
 */
final class ReopenContainerLog {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ContainerParts parts;
  private final ContainerPlaces places;

  ReopenContainerLog(ContainerParts parts, ContainerPlaces places) {
    this.parts = parts;
    this.places = places;
  }

  CompletableFuture<Void> begin(ContainerEntry entry) {
    return parts
        .operations()
        .joinOrStart(
            new OperationKey("ReopenContainerLog", entry.id()),
            entry.now().text(),
            _ -> {
              reopen(entry);
              return null;
            });
  }

  private void reopen(ContainerEntry entry) throws IOException, InterruptedException {
    Container container = entry.now();
    Path file = container.logFile().orElseThrow(() -> without(container, "has no log"));
    boolean written =
        switch (container.state()) {
          case ContainerState.Created _, ContainerState.Running _ -> true;
          default -> false;
        };
    Optional<MonitoredProcess> process = container.process().filter(_ -> written);
    if (process.isEmpty() || !process.get().monitor().isAlive()) {
      throw without(container, "is written to no more");
    }
    MonitorLog monitor =
        new MonitorLog(process.get().monitor(), places.bundle(container.id()).directory());
    try (ConfinedDirectory root = ConfinedDirectory.open(Path.of("/"))) {
      if (!isInPlace(container, root, monitor, file)) {
        exchange(entry, root, monitor, file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw Failure.wrap("the log of " + container.text() + " was not reopened", e);
    }
  }

  private static FailedPrecondition without(Container container, String what) {
    return new FailedPrecondition(
        "the log of " + container.text() + " was not reopened: the container " + what,
        "Rotate logs of containers that run.");
  }

  /** Nobody has moved the log away: then it goes on, since a new one would replace it. */
  private static boolean isInPlace(
      Container container, ConfinedDirectory root, MonitorLog monitor, Path file)
      throws IOException {
    ConfinedPath name = ConfinedPath.parse(file.toString());
    Optional<FileStatus> found = root.linkStatus(name);
    if (found.isEmpty()) {
      return false;
    }
    if (found.get().isRegular() && found.get().nlink() == 1 && found.get().uid() == 0) {
      Optional<Fd> pinned = root.lookup(name, Kind.OBJECT);
      if (pinned.isPresent()) {
        try (Fd object = pinned.get()) {
          if (monitor.isOpen(object)) {
            return true;
          }
        }
      }
      if (found.get().size() == 0) {
        return false;
      }
    }
    throw new FailedPrecondition(
        "the log of "
            + container.text()
            + " was not reopened: something else is at "
            + PlainText.of(file.toString()),
        "Move it away; a new log would replace it.");
  }

  private void exchange(ContainerEntry entry, ConfinedDirectory root, MonitorLog monitor, Path file)
      throws IOException, InterruptedException {
    ConfinedPath name = ConfinedPath.parse(file.toString());
    ConfinedPath next = ConfinedPath.parse(file + ".tmp");
    if (root.linkStatus(next).isPresent()) {
      root.unlink(next);
    }
    FileStatus made;
    try (ConfinedFile empty = root.createFile(next, LogFile.FILE_MODE)) {
      made = empty.status();
    }
    try {
      await(entry, root, monitor, name, made, file.getParent());
    } finally {
      if (isThere(root, next, made)) {
        root.unlink(next);
      }
    }
  }

  private void await(
      ContainerEntry entry,
      ConfinedDirectory root,
      MonitorLog monitor,
      ConfinedPath name,
      FileStatus made,
      Path directory)
      throws IOException, InterruptedException {
    Container container = entry.now();
    CompletableFuture<Void> done = new CompletableFuture<>();
    try (DirectoryWatch _ =
        new DirectoryWatch(parts.events(), directory, _ -> look(done, root, name, made))) {
      monitor.reopen();
      look(done, root, name, made);
      CompletableFuture.anyOf(done, entry.ended()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!isThere(root, name, made)) {
        throw without(container, "has ended");
      }
    } catch (ExecutionException e) {
      throw Failure.wrap("the log of " + container.text() + " was not reopened", e);
    } catch (TimeoutException e) {
      throw new DeadlineExceeded(
          "the monitor of " + container.text() + " has not reopened its log",
          "It may wait for a full or dead disk; look at that, then retry.",
          e);
    }
  }

  private static void look(
      CompletableFuture<Void> done, ConfinedDirectory root, ConfinedPath name, FileStatus made) {
    try {
      if (isThere(root, name, made)) {
        done.complete(null);
      }
    } catch (IOException e) {
      done.completeExceptionally(e);
    }
  }

  private static boolean isThere(ConfinedDirectory root, ConfinedPath name, FileStatus made)
      throws IOException {
    return root.linkStatus(name).filter(made::sameObject).isPresent();
  }
}
