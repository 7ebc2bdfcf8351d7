package io.crij.oci.runtime;

import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.process.Spawner;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.id.Ids;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One exec: its files and its control group, around the runtime's process. */
final class Exec {
  private static final Logger log = LoggerFactory.getLogger(Exec.class);
  private static final int NAME_LENGTH = 16;
  private static final String PREFIX = "crij-exec-";

  /** Its control group, and with an extension its files. */
  static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{" + NAME_LENGTH + "}");

  private final OciRuntime runtime;
  private final Spawner spawner;
  private final Cgroups cgroups;
  private final ExecRequest request;
  private final String name = name();
  private final ExecGroup group;
  private final Path spec;
  private final ExecLog told;

  Exec(OciRuntime runtime, Spawner spawner, Cgroups cgroups, ExecRequest request) {
    this.runtime = runtime;
    this.spawner = spawner;
    this.cgroups = cgroups;
    this.request = request;
    this.group =
        new ExecGroup(cgroups, request.containerCgroup(), request.containerCgroup().child(name));
    Path directory = request.workDirectory();
    this.spec = spec(directory, name);
    this.told = new ExecLog(directory.resolve(name + ".log"), directory.resolve(name + ".pid"));
  }

  static Path spec(Path directory, String name) {
    return directory.resolve(name + ".json");
  }

  /** Of the control group and the files of one exec. */
  static String name() {
    return PREFIX + Ids.random().substring(0, NAME_LENGTH);
  }

  ExecResult run() {
    // Otherwise the group of a container that is gone would be made again.
    if (!cgroups.exists(request.containerCgroup())) {
      throw new FailedPrecondition(
          what() + ": the container is not running", "Start it, or exec into another container.");
    }
    try {
      Files.writeString(spec, Json.write(request.process()));
      group.create();
      ExecResult result =
          new ExecProcess(spawner, request, group, told)
              .run(
                  runtime.handler().program(),
                  arguments(runtime, name, spec, told, request.containerId()));
      if (!result.timedOut() && result.exitCode() != 0) {
        failIfNotStarted();
      }
      return result;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new Cancelled(what(), "Retry if the result is still wanted.", interrupt);
    } catch (IOException failure) {
      throw Failure.wrap(what(), failure);
    } finally {
      cleanUp();
    }
  }

  static List<String> arguments(
      OciRuntime runtime, String name, Path spec, ExecLog told, String containerId) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--root", runtime.handler().stateRoot().toString()));
    arguments.addAll(List.of("--log", told.file().toString(), "--log-format", "json"));
    if (runtime.facts().kind() == RuntimeKind.RUNC) {
      arguments.add("--debug");
    }
    arguments.addAll(List.of("exec", "--cgroup", name, "--process", spec.toString()));
    arguments.addAll(List.of("--pid-file", told.pidFile().toString(), containerId));
    return arguments;
  }

  private void failIfNotStarted() throws IOException {
    RuntimeMessage message = told.error();
    if (!message.isEmpty()) {
      throw message.failure(what());
    }
  }

  private String what() {
    return "cannot run "
        + request.process().args().getFirst()
        + " in container "
        + request.containerId();
  }

  private void cleanUp() {
    boolean interrupted = Thread.interrupted();
    try {
      Files.deleteIfExists(spec);
      Files.deleteIfExists(told.file());
      Files.deleteIfExists(told.pidFile());
      group.dissolve();
    } catch (IOException failure) {
      log.warn("{} is left of an exec until its container is removed", group.group(), failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
