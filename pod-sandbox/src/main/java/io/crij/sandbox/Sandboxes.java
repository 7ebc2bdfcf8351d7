package io.crij.sandbox;

import io.crij.operations.failure.Failure;
import io.crij.operations.id.Ids;
import io.crij.operations.id.Unknown;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The pod sandboxes of this node. Reads answer from immutable snapshots and never wait; the changes
 * run on the pool of {@link SandboxParts} and end with a {@link Failure} when they fail.
 */
public final class Sandboxes {
  private final SandboxTable table;
  private final RunPodSandbox creation;
  private final SandboxEnd end;

  private Sandboxes(SandboxTable table, RunPodSandbox creation, SandboxEnd end) {
    this.table = table;
    this.creation = creation;
    this.end = end;
  }

  /**
   * Reads the records of an earlier run and makes them true: what was being made is undone, what
   * was ready in this boot is checked and watched again, what an earlier boot left gives its
   * network back. The roots must exist. Platform threads only.
   */
  public static Sandboxes open(SandboxParts parts) {
    SandboxLayout layout = new SandboxLayout(parts.settings());
    SandboxTable table = new SandboxTable();
    PodCgroups cgroups = new PodCgroups(parts.cgroups(), parts.settings().podCgroups(), table);
    SandboxSteps steps = new SandboxSteps(parts, layout, table, cgroups);
    SandboxEnd end = new SandboxEnd(parts, table, steps);
    try {
      new SandboxRecovery(parts, layout, table, steps, end).run();
    } catch (IOException | InterruptedException e) {
      throw Failure.wrap("cannot open the pod sandboxes in " + parts.settings().root(), e);
    }
    return new Sandboxes(table, new RunPodSandbox(parts, layout, table, steps, cgroups), end);
  }

  /**
   * Refuses records of a newer program before anything of this node is touched.
   *
   * @throws Failure FailedPrecondition, with the record
   */
  public static void requireKnownRecords(SandboxSettings settings) {
    SandboxLayout layout = new SandboxLayout(settings);
    if (Files.isDirectory(layout.records())) {
      SandboxIds.in(layout.records()).forEach(id -> layout.record(id).requireKnownVersion());
    }
  }

  /**
   * Makes a pod sandbox (CRI RunPodSandbox). A call with the metadata of one that is being made
   * joins it; one that is ready already is the answer; one that was stopped is none, so a new one
   * is made beside it.
   */
  public CompletableFuture<Sandbox> run(SandboxConfig config) {
    try {
      return creation.start(Ids.random(), config);
    } catch (Failure refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /**
   * Makes a sandbox not ready where something is wrong in it that its end will mend; nothing else
   * of it changes.
   *
   * @param reason a sentence
   */
  public void lose(String id, String reason) {
    table.find(id).ifPresent(entry -> entry.changeAnyway(record -> record.notReady(reason)));
  }

  /**
   * Ends all in the sandbox and gives its network, namespaces and shared memory back (CRI
   * StopPodSandbox); it stays listed as not ready. A sandbox that is being made is cancelled first.
   * An unknown id is success, and so is a second stop, which does nothing.
   */
  public CompletableFuture<Void> stop(String idOrPrefix, SandboxOccupants occupants) {
    try {
      return table
          .find(idOrPrefix)
          .map(entry -> end.stop(entry, occupants))
          .orElseGet(() -> CompletableFuture.completedFuture(null));
    } catch (Failure ambiguous) {
      return CompletableFuture.failedFuture(ambiguous);
    }
  }

  /**
   * Stops it when needed, then takes away what is left (CRI RemovePodSandbox). An unknown id is
   * success.
   */
  public CompletableFuture<Void> remove(String idOrPrefix, SandboxOccupants occupants) {
    try {
      return table
          .find(idOrPrefix)
          .map(entry -> end.remove(entry, occupants))
          .orElseGet(() -> CompletableFuture.completedFuture(null));
    } catch (Failure ambiguous) {
      return CompletableFuture.failedFuture(ambiguous);
    }
  }

  /**
   * The sandbox with this id, or with the only id that begins so; also one that is being made.
   *
   * @throws io.crij.operations.failure.InvalidArgument for an empty or an ambiguous prefix
   */
  public Optional<Sandbox> find(String idOrPrefix) {
    return table.find(idOrPrefix).map(SandboxEntry::snapshot);
  }

  /** As {@link #find}, for those who need it to exist. */
  public Sandbox require(String idOrPrefix) {
    return find(idOrPrefix)
        .orElseThrow(() -> Unknown.object("pod sandbox", idOrPrefix, "ListPodSandbox"));
  }

  /** Whether the group that its containers' groups are in was made for it, and is nobody else's. */
  public boolean hasOwnCgroup(Sandbox sandbox) {
    String group = sandbox.places().cgroupParent().path();
    return table.find(sandbox.id()).stream()
            .anyMatch(entry -> entry.record().madeCgroups().contains(group))
        && table.entries().stream()
            .map(SandboxEntry::snapshot)
            .filter(other -> other.places().cgroupParent().path().equals(group))
            .allMatch(other -> other.id().equals(sandbox.id()));
  }

  /** Hears all that happens from now on, instead of the one before. */
  public void listen(SandboxListener listener) {
    table.listen(listener);
  }

  /** All that are or were ready, oldest first; none that is still being made. */
  public List<Sandbox> list() {
    return table.entries().stream()
        .map(SandboxEntry::snapshot)
        .filter(sandbox -> !(sandbox.state() instanceof SandboxState.Creating))
        .toList();
  }
}
