package io.crij.sandbox;

import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.Unavailable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The pod sandboxes of this node. Reads answer from immutable snapshots and never wait; the changes
 * run on the pool of {@link SandboxParts} and end with a {@code Failure} when they fail.
 */
public final class Sandboxes {
  private Sandboxes() {}

  /**
   * Reads the records of an earlier run and makes them true: what was being made is undone, what
   * was ready in this boot is checked and watched again, what an earlier boot left gives its
   * network back. Platform threads only.
   */
  public static Sandboxes open(SandboxParts parts) {
    return new Sandboxes();
  }

  /**
   * Makes a pod sandbox (CRI RunPodSandbox). A call with the metadata of one that is being made
   * joins it; one that is ready already is the answer.
   */
  public CompletableFuture<Sandbox> run(SandboxConfig config) {
    return CompletableFuture.failedFuture(unavailable("run"));
  }

  /**
   * Ends all in the sandbox and gives its network, namespaces and shared memory back (CRI
   * StopPodSandbox); it stays listed as not ready. A sandbox that is being made is cancelled first.
   * An unknown id is success, and so is a second stop, which does nothing.
   *
   * @param idOrPrefix of the sandbox
   */
  public CompletableFuture<Void> stop(String idOrPrefix, SandboxOccupants occupants) {
    return CompletableFuture.failedFuture(unavailable("stop"));
  }

  /** Stops it when needed, then takes away what is left (CRI RemovePodSandbox). */
  public CompletableFuture<Void> remove(String idOrPrefix, SandboxOccupants occupants) {
    return CompletableFuture.failedFuture(unavailable("remove"));
  }

  /**
   * The sandbox with this id, or with the only id that begins so.
   *
   * @throws io.crij.operations.failure.InvalidArgument for an empty or an ambiguous prefix
   */
  public Optional<Sandbox> find(String idOrPrefix) {
    return Optional.empty();
  }

  /** As {@link #find}, for those who need it to exist. */
  public Sandbox require(String idOrPrefix) {
    return find(idOrPrefix)
        .orElseThrow(
            () ->
                new NotFound(
                    "There is no pod sandbox " + PlainText.quoted(idOrPrefix),
                    "ListPodSandbox shows those there are."));
  }

  /** All of them, oldest first. */
  public List<Sandbox> list() {
    return List.of();
  }

  private static Unavailable unavailable(String verb) {
    return new Unavailable("Pod sandboxes cannot " + verb + " yet", "Wait for the next commit.");
  }
}
