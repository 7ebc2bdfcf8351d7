package io.crij.runtime.container;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.linux.cgroup.GroupLimits;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.id.Unknown;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.step.StepContext;
import io.crij.sandbox.SandboxOccupants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The containers of this node. Reads answer from immutable snapshots and never wait; changes end
 * with a {@code Failure} when they fail, and go on when the caller is gone: a retry joins them.
 */
public final class Containers implements SandboxOccupants, AutoCloseable {
  private final ContainerParts parts;
  private final ContainerPlaces places;
  private final ContainerTable table = new ContainerTable();
  private final RuntimeHandlers runtimes;
  private final CreateContainer create;
  private final StartContainer start;
  private final StopContainer stop;
  private final RemoveContainer remove;
  private final ExecSync execSync;
  private final ReopenContainerLog reopenLog;
  private final UpdateContainerResources updateResources;
  private final ContainerRecovery recovery;

  private Containers(ContainerParts parts, ContainerPlaces places) {
    this.parts = parts;
    this.places = places;
    this.runtimes = parts.handlers();
    ExitHandling exits = new ExitHandling(parts.exits(), places);
    ContainerSteps steps = new ContainerSteps(parts, places, exits, runtimes);
    this.stop = new StopContainer();
    this.remove = new RemoveContainer(parts, places, table, steps, stop);
    this.create = new CreateContainer(parts, places, table, steps, remove);
    this.start = new StartContainer(parts, runtimes);
    this.execSync = new ExecSync(places, runtimes, parts.execLimits());
    this.reopenLog = new ReopenContainerLog(parts, places);
    this.updateResources = new UpdateContainerResources(parts, runtimes);
    this.recovery = new ContainerRecovery(parts, places, table, exits, remove, runtimes);
  }

  /**
   * Reads the records of an earlier run and makes them true: what was being made is undone, what
   * runs is watched again, what ended meanwhile is found. Needs the sandboxes open. Platform
   * threads only.
   */
  public static Containers open(ContainerParts parts) {
    try {
      Containers opened =
          new Containers(parts, ContainerPlaces.open(parts.root(), parts.runroot()));
      opened.recovery.run();
      return opened;
    } catch (IOException e) {
      throw Failure.wrap("the containers in " + parts.root() + " were not opened", e);
    }
  }

  /**
   * Refuses records of a newer program before anything of this node is touched.
   *
   * @throws Failure FailedPrecondition, with the record
   */
  public static void requireKnownRecords(Path root, Path runroot) {
    try {
      ContainerPlaces places = ContainerPlaces.open(root, runroot);
      for (Path home : OwnDirectory.entries(places.containers())) {
        places.record(home.getFileName().toString()).requireKnownVersion();
      }
    } catch (IOException e) {
      throw Failure.wrap("the containers in " + root + " cannot be listed", e);
    }
  }

  /**
   * Makes a container (CRI CreateContainer) and gives its id. A call with the sandbox, name and
   * attempt of one that is being made joins it; one that is created already is the answer.
   */
  public CompletableFuture<String> create(String sandboxIdOrPrefix, ContainerConfig config) {
    return create.begin(sandboxIdOrPrefix, config);
  }

  /**
   * Lets a created container run its command (CRI StartContainer); success when it runs already.
   */
  public CompletableFuture<Void> start(String idOrPrefix) {
    return visible(idOrPrefix).map(start::begin).orElseThrow(() -> unknown(idOrPrefix));
  }

  /**
   * Asks a container to end and kills it when {@code grace} is over (CRI StopContainer). Of several
   * calls the earliest end counts. An unknown id is success, and so is a container that has ended.
   */
  public CompletableFuture<Void> stop(String idOrPrefix, Duration grace) {
    return table
        .find(idOrPrefix)
        .map(entry -> stop.begin(entry, grace))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /** Kills it when needed, then takes all of it away but its log (CRI RemoveContainer). */
  public CompletableFuture<Void> remove(String idOrPrefix) {
    return table
        .find(idOrPrefix)
        .map(remove::begin)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /**
   * Runs a command in a running container and collects its output (CRI ExecSync). Cancelling the
   * future kills the command.
   *
   * @param timeout zero for no limit
   */
  public CompletableFuture<ExecAnswer> execSync(
      String idOrPrefix, List<String> command, Duration timeout) {
    return execSync.begin(require(idOrPrefix), command, timeout);
  }

  /**
   * Changes the limits of a container that is created or runs (CRI UpdateContainerResources), all
   * or none; zero and empty leave one as it is. From then on its configuration has what is in
   * force.
   */
  public CompletableFuture<Void> updateResources(
      String idOrPrefix, LinuxContainerResources wanted) {
    return visible(idOrPrefix)
        .map(entry -> updateResources.begin(entry, wanted))
        .orElseThrow(() -> unknown(idOrPrefix));
  }

  /**
   * Limits as a control group takes them.
   *
   * @param runtimeHandler that runs what is in the group; empty for the default one
   * @throws io.crij.operations.failure.InvalidArgument when they cannot be right
   */
  public GroupLimits limits(LinuxContainerResources wanted, String runtimeHandler) {
    return parts.specs().limits(wanted, parts.handlers().require(runtimeHandler).facts());
  }

  /**
   * Lets a new file be written at the log's path after it was moved away (CRI ReopenContainerLog).
   * A log that is still there goes on.
   */
  public CompletableFuture<Void> reopenLog(String idOrPrefix) {
    return visible(idOrPrefix).map(reopenLog::begin).orElseThrow(() -> unknown(idOrPrefix));
  }

  /**
   * The container that CRI shows with this id, or with the only id that begins so.
   *
   * @throws io.crij.operations.failure.InvalidArgument for an empty or an ambiguous prefix
   */
  public Optional<Container> find(String idOrPrefix) {
    return visible(idOrPrefix).map(ContainerEntry::now);
  }

  /** As {@link #find}, for those who need it to exist. */
  public Container require(String idOrPrefix) {
    return find(idOrPrefix).orElseThrow(() -> unknown(idOrPrefix));
  }

  /**
   * For Exec and Attach.
   *
   * @throws Failure FailedPrecondition when its runtime handler is not usable any more
   */
  public ContainerAccess access(Container container) {
    String id = container.id();
    return new ContainerAccess(
        container,
        runtimes.require(container.handler()),
        places.work(id),
        places.bundle(id).directory());
  }

  /** Hears all that happens from now on, instead of the one before. */
  public void listen(ContainerListener listener) {
    table.listen(listener);
  }

  /** All that CRI shows, oldest first. */
  public List<Container> list() {
    return table.visible();
  }

  /**
   * What the OCI runtime was given to make it (config.json): JSON with the environment in it. Reads
   * a file.
   */
  public byte[] runtimeSpec(Container container) throws IOException {
    return places.bundle(container.id()).read();
  }

  /** One that is being made is cancelled; what a failed undo has left is taken away. */
  @Override
  public void stopAll(String sandboxId, StepContext context) throws Exception {
    List<ContainerEntry> entries = table.in(sandboxId);
    context.waitsFor("the end of its " + entries.size() + " containers");
    CompletableFuture<?>[] ends =
        entries.stream()
            .map(entry -> stop.begin(entry, Duration.ZERO))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends).get(context.remaining().toNanos(), TimeUnit.NANOSECONDS);
    removeTogether(
        sandboxId, table.in(sandboxId).stream().filter(entry -> !entry.now().isVisible()).toList());
  }

  @Override
  public void removeAll(String sandboxId, StepContext context) throws Exception {
    stopAll(sandboxId, context);
    removeTogether(sandboxId, table.in(sandboxId));
  }

  private void removeTogether(String sandboxId, List<ContainerEntry> entries) {
    if (!entries.isEmpty()) {
      remove.together("pod sandbox " + sandboxId, entries);
    }
  }

  private Optional<ContainerEntry> visible(String idOrPrefix) {
    return table.find(idOrPrefix).filter(entry -> entry.now().isVisible());
  }

  private static NotFound unknown(String idOrPrefix) {
    return Unknown.object("container", idOrPrefix, "ListContainers");
  }

  /** Kills what runs by ExecSync; the containers go on. */
  @Override
  public void close() {
    execSync.close();
  }
}
