package io.crij.runtime.spec;

import io.crij.linux.errno.KernelException;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.thread.BoundedPool;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Objects of the host that requests name by path. Such a path may lie on a dead network file
 * system, so it is touched by threads of a pool of its own, and waited for only so long.
 */
final class HostPaths {
  private static final Path ROOT = Path.of("/");

  private final BoundedPool pool;
  private final Duration deadline;

  HostPaths(BoundedPool pool, Duration deadline) {
    this.pool = pool;
    this.deadline = deadline;
  }

  /** The object at a path, links followed; it must exist. */
  HostObject resolve(Field field) {
    String path = field.absolutePath();
    return within(field, () -> look(field, path));
  }

  /** An object below a directory of ours, which cannot hang. */
  HostObject own(Path path) throws IOException {
    try (ConfinedDirectory directory = ConfinedDirectory.open(path.getParent())) {
      ConfinedPath name = ConfinedPath.parse(path.getFileName().toString());
      return new HostObject(
          path,
          directory.linkStatus(name).orElseThrow(() -> new NoSuchFileException(path.toString())));
    }
  }

  /** The content of a regular file of at most {@code maxBytes}, links followed. */
  byte[] read(Field field, int maxBytes) {
    ConfinedPath path = ConfinedPath.parse(field.absolutePath());
    return within(
        field,
        () -> {
          try (ConfinedDirectory root = ConfinedDirectory.open(ROOT)) {
            return root.readRegular(path, maxBytes);
          } catch (KernelException failure) {
            throw new InvalidArgument(
                field.name() + " " + PlainText.quoted(field.value()) + " cannot be read",
                "Put a regular file of at most " + maxBytes + " bytes there.",
                failure);
          }
        });
  }

  private static HostObject look(Field field, String path) throws IOException {
    try (ConfinedDirectory root = ConfinedDirectory.open(ROOT)) {
      Path real = Path.of(path).toRealPath();
      return new HostObject(
          real,
          root.status(ConfinedPath.parse(real.toString()))
              .orElseThrow(() -> new NoSuchFileException(path)));
    } catch (NoSuchFileException absent) {
      throw new FailedPrecondition(
          field.name() + " " + PlainText.quoted(path) + " does not exist on the node",
          "Make it, or correct the path.");
    } catch (InvalidPathException refused) {
      throw field.wrong("is no path on this node", "Use names that the node's encoding has.");
    } catch (IOException failure) {
      throw new FailedPrecondition(
          field.name() + " " + PlainText.quoted(path) + " cannot be looked up on the node",
          "See what is wrong with it there.",
          failure);
    }
  }

  /** What {@code look} finds, in the pool; the field names the path in failures. */
  <T> T within(Field field, Callable<T> look) {
    String what = field.name() + " " + PlainText.quoted(field.value());
    FutureTask<T> task = started(what, look);
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      task.cancel(true);
      throw new Unavailable(
          what + " did not answer within " + deadline.toMillis() + " ms",
          "See whether the file system it is on is dead (a network file system without server).");
    } catch (InterruptedException interrupted) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw Failure.wrap("Cannot look at " + what, interrupted);
    } catch (ExecutionException failed) {
      throw Failure.wrap("Cannot look at " + what, failed);
    }
  }

  private <T> FutureTask<T> started(String what, Callable<T> look) {
    try {
      return pool.call(what, look);
    } catch (RejectedExecutionException full) {
      throw new ResourceExhausted(
          "cannot look at " + what,
          "Paths of other volumes hang; see which of the node's file systems are dead.",
          full);
    }
  }
}
