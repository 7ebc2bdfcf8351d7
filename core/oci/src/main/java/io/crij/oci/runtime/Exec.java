package io.crij.oci.runtime;

import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.process.CommandResult;
import io.crij.linux.thread.NamedThreads;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.id.Ids;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One exec: its files, its control group, and the end of all that it started when time is up. */
final class Exec {
  private static final Logger LOG = LoggerFactory.getLogger(Exec.class);
  private static final Duration NO_LIMIT = Duration.ofDays(10_000);
  private static final int NAME_LENGTH = 16;

  private final RuntimeHandler handler;
  private final RuntimeCommand command;
  private final Cgroups cgroups;
  private final ExecRequest request;
  private final ExecGroup group;
  private final String name;
  private final Path spec;
  private final Path log;
  private final AtomicBoolean expired = new AtomicBoolean();

  Exec(RuntimeHandler handler, RuntimeCommand command, Cgroups cgroups, ExecRequest request) {
    this.handler = handler;
    this.command = command;
    this.cgroups = cgroups;
    this.request = request;
    this.name = "crij-exec-" + Ids.random().substring(0, NAME_LENGTH);
    this.group =
        new ExecGroup(cgroups, request.containerCgroup(), request.containerCgroup().child(name));
    this.spec = request.workDirectory().resolve(name + ".json");
    this.log = request.workDirectory().resolve(name + ".log");
  }

  ExecResult run() {
    // Otherwise the group of a container that is gone would be made again.
    if (!cgroups.exists(request.containerCgroup())) {
      throw new FailedPrecondition(
          what() + ": the container is not running", "Start it, or exec into another container.");
    }
    boolean finished = false;
    try {
      Files.writeString(spec, Json.write(request.process()));
      group.create();
      ExecResult result = inTime();
      finished = !result.timedOut();
      return result;
    } catch (IOException failure) {
      throw Failure.wrap(what(), failure);
    } finally {
      cleanUp(finished);
    }
  }

  private ExecResult inTime() throws IOException {
    boolean limited = request.timeout().isPositive();
    Duration timeout = limited ? request.timeout() : NO_LIMIT;
    CompletableFuture<Void> alarm =
        limited
            ? CompletableFuture.runAsync(this::expire, after(timeout))
            : new CompletableFuture<>();
    CommandResult result;
    try {
      result = command.run(what(), arguments(), request.maxStdout(), request.maxStderr(), timeout);
    } finally {
      alarm.cancel(false);
    }
    boolean timedOut = result.timedOut() || expired.get();
    if (!timedOut && !result.exit().isSuccess()) {
      failIfNotStarted();
    }
    return new ExecResult(result.exit().shellCode(), result.stdout(), result.stderr(), timedOut);
  }

  /** A thread of its own only when time is up; the output pipes are then free at once. */
  private static Executor after(Duration timeout) {
    ThreadFactory threads = NamedThreads.platform("exec-time-out");
    return CompletableFuture.delayedExecutor(
        timeout.toNanos(), TimeUnit.NANOSECONDS, task -> threads.newThread(task).start());
  }

  private void expire() {
    expired.set(true);
    try {
      group.kill();
    } catch (IOException failure) {
      LOG.warn("{} timed out and was not killed at once", what(), failure);
    }
  }

  private List<String> arguments() {
    return List.of(
        "--root",
        handler.stateRoot().toString(),
        "--log",
        log.toString(),
        "--log-format",
        "json",
        "exec",
        "--cgroup",
        name,
        "--process",
        spec.toString(),
        request.containerId());
  }

  /** Only the runtime can write to its log, so that no output of the command looks like this. */
  private void failIfNotStarted() throws IOException {
    if (Files.exists(log)) {
      RuntimeMessage message =
          RuntimeMessage.ofJsonLog(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
      if (!message.isEmpty()) {
        throw message.failure(what());
      }
    }
  }

  private String what() {
    return "cannot run "
        + request.process().args().getFirst()
        + " in container "
        + request.containerId();
  }

  private void cleanUp(boolean finished) {
    try {
      Files.deleteIfExists(spec);
      Files.deleteIfExists(log);
      if (!finished) {
        group.kill();
      }
      group.dissolve();
    } catch (IOException failure) {
      LOG.warn("{} is left of an exec until its container is removed", group.group(), failure);
    }
  }
}
