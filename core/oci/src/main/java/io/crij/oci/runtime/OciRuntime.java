package io.crij.oci.runtime;

import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.process.Command;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.Spawner;
import io.crij.operations.failure.Failure;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A usable OCI runtime, called by the command line that runc and crun share. Each method starts the
 * program once and waits for it: platform threads only. They throw {@link Failure} alone; an
 * interrupt becomes Cancelled and stays set.
 */
public final class OciRuntime {
  private final RuntimeHandler handler;
  private final RuntimeFacts facts;
  private final Spawner spawner;
  private final RuntimeCommand command;
  private final Cgroups cgroups;

  OciRuntime(RuntimeHandler handler, RuntimeFacts facts, Spawner spawner, Cgroups cgroups) {
    this.handler = handler;
    this.facts = facts;
    this.spawner = spawner;
    this.command = new RuntimeCommand(handler.program(), new Command(spawner));
    this.cgroups = cgroups;
  }

  public RuntimeHandler handler() {
    return handler;
  }

  public RuntimeFacts facts() {
    return facts;
  }

  /** Lets a created container's own program run. */
  public void start(String id, Duration timeout) {
    String what = "cannot start container " + id;
    CommandResult result = command.run(what, arguments("start", id), timeout);
    if (!result.exit().isSuccess()) {
      throw message(result).failure(what);
    }
  }

  /** Kills the container if it lives, and makes the runtime forget it; success when it has. */
  public void delete(String id, Duration timeout) {
    if (!isKnown(id)) {
      return;
    }
    String what = "cannot delete container " + id;
    // With --force, a newer runc waits 0.1 s even for who is dead already.
    if (!command.run(what, arguments("delete", id), timeout).exit().isSuccess()) {
      CommandResult result = command.run(what, arguments("delete", "--force", id), timeout);
      if (!result.exit().isSuccess() && isKnown(id) && !isAbsent(message(result))) {
        throw message(result).failure(what);
      }
    }
    removeLeftOvers(id);
  }

  /** A runtime that was killed in the middle of create knows nothing of what it had begun. */
  private void removeLeftOvers(String id) {
    if (!Files.exists(stateDirectory(id), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (ConfinedDirectory root = ConfinedDirectory.open(handler.stateRoot())) {
      root.removeTree(ConfinedPath.parse(id));
    } catch (IOException failure) {
      throw Failure.wrap("cannot remove the runtime's state in " + stateDirectory(id), failure);
    }
  }

  /** Empty when the runtime does not know the container. */
  public Optional<RuntimeState> state(String id, Duration timeout) {
    if (!isKnown(id)) {
      return Optional.empty();
    }
    String what = "cannot read the state of container " + id;
    CommandResult result = command.run(what, arguments("state", id), timeout);
    if (!result.exit().isSuccess()) {
      RuntimeMessage message = message(result);
      if (!isKnown(id) || isAbsent(message)) {
        return Optional.empty();
      }
      throw message.failure(what);
    }
    try {
      JsonNode state = Json.strict().readTree(result.stdout());
      return Optional.of(
          new RuntimeState(state.path("status").asString(""), state.path("pid").asInt(0)));
    } catch (JacksonException garbage) {
      throw Failure.wrap(what, garbage);
    }
  }

  /**
   * Runs a command in a running container by one call of the runtime. Not to be called while the
   * container is being removed.
   *
   * @throws Failure also when the command cannot be started, with the runtime's own sentence
   */
  public ExecResult exec(ExecRequest request) {
    return new Exec(this, spawner, cgroups, request).run();
  }

  /**
   * Starts a command in a running container whose streams the caller has, and returns when the
   * runtime's process is there. Not to be called while the container is being removed.
   */
  public StreamedExec begin(StreamedExecRequest request) {
    return StreamedExec.start(this, spawner, cgroups, request);
  }

  private List<String> arguments(String... rest) {
    List<String> arguments = new ArrayList<>(List.of("--root", handler.stateRoot().toString()));
    arguments.addAll(List.of(rest));
    return arguments;
  }

  private static RuntimeMessage message(CommandResult result) {
    return RuntimeMessage.ofStderr(RuntimeCommand.text(result.stderr()));
  }

  private static boolean isAbsent(RuntimeMessage message) {
    return message.text().contains("does not exist");
  }

  private Path stateDirectory(String id) {
    return handler.stateRoot().resolve(id);
  }

  /** Both runtimes keep a directory for each container; asking another program is dearer. */
  private boolean isKnown(String id) {
    return facts.kind() == RuntimeKind.OTHER
        || Files.exists(stateDirectory(id), LinkOption.NOFOLLOW_LINKS);
  }
}
