package io.crij.runtime.container;

import io.crij.cri.v1.ContainerConfig;
import io.crij.operations.step.StepContext;
import io.crij.sandbox.SandboxOccupants;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The containers of this node. Reads answer from immutable snapshots and never wait; changes end
 * with a {@code Failure} when they fail, and go on when the caller is gone: a retry joins them.
 */
public final class Containers implements SandboxOccupants {
  private Containers() {}

  /**
   * Reads the records of an earlier run and makes them true: what was being made is undone, what
   * runs is watched again, what ended meanwhile is found. Needs the sandboxes open. Platform
   * threads only.
   */
  public static Containers open(ContainerParts parts) {
    throw new UnsupportedOperationException("open " + parts);
  }

  /**
   * Makes a container (CRI CreateContainer) and gives its id. A call with the sandbox, name and
   * attempt of one that is being made joins it; one that is created already is the answer.
   */
  public CompletableFuture<String> create(String sandboxId, ContainerConfig config) {
    throw new UnsupportedOperationException("create " + sandboxId + config);
  }

  /** Lets a created container run its command (CRI StartContainer). */
  public CompletableFuture<Void> start(String idOrPrefix) {
    throw new UnsupportedOperationException("start " + idOrPrefix);
  }

  /**
   * Asks a container to end and kills it when {@code grace} is over (CRI StopContainer). Of several
   * calls the earliest end counts. An unknown id is success, and so is a container that has ended.
   */
  public CompletableFuture<Void> stop(String idOrPrefix, Duration grace) {
    throw new UnsupportedOperationException("stop " + idOrPrefix + grace);
  }

  /** Kills it when needed, then takes all of it away but its log (CRI RemoveContainer). */
  public CompletableFuture<Void> remove(String idOrPrefix) {
    throw new UnsupportedOperationException("remove " + idOrPrefix);
  }

  /**
   * Runs a command in a running container and collects its output (CRI ExecSync). Cancelling the
   * future kills the command.
   *
   * @param timeout zero for no limit
   */
  public CompletableFuture<ExecAnswer> execSync(
      String idOrPrefix, List<String> command, Duration timeout) {
    throw new UnsupportedOperationException("exec " + idOrPrefix + command + timeout);
  }

  /**
   * The container that CRI shows with this id, or with the only id that begins so.
   *
   * @throws io.crij.operations.failure.InvalidArgument for an empty or an ambiguous prefix
   */
  public Optional<Container> find(String idOrPrefix) {
    throw new UnsupportedOperationException("find " + idOrPrefix);
  }

  /** As {@link #find}, for those who need it to exist. */
  public Container require(String idOrPrefix) {
    throw new UnsupportedOperationException("require " + idOrPrefix);
  }

  /** All that CRI shows, oldest first. */
  public List<Container> list() {
    throw new UnsupportedOperationException("list");
  }

  @Override
  public void stopAll(String sandboxId, StepContext context) {
    throw new UnsupportedOperationException("stopAll " + sandboxId);
  }

  @Override
  public void removeAll(String sandboxId, StepContext context) {
    throw new UnsupportedOperationException("removeAll " + sandboxId);
  }
}
