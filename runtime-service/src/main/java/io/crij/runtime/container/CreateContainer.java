package io.crij.runtime.container;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.image.ImageView;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.runtime.OciRuntime;
import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.PlainText;
import io.crij.operations.id.Ids;
import io.crij.operations.operation.Operation;
import io.crij.operations.operation.OperationKey;
import io.crij.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** CRI CreateContainer. */
final class CreateContainer {
  private static final String KIND = "CreateContainer";
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,253}");

  private final ContainerParts parts;
  private final ContainerPlaces places;
  private final ContainerTable table;
  private final ContainerSteps steps;
  private final RemoveContainer removal;

  CreateContainer(
      ContainerParts parts,
      ContainerPlaces places,
      ContainerTable table,
      ContainerSteps steps,
      RemoveContainer removal) {
    this.parts = parts;
    this.places = places;
    this.table = table;
    this.steps = steps;
    this.removal = removal;
  }

  CompletableFuture<String> begin(String sandboxIdOrPrefix, ContainerConfig config) {
    String name = config.getMetadata().getName();
    if (!NAME.matcher(name).matches()) {
      throw new InvalidArgument(
          "the name of the container is \"" + PlainText.of(name) + "\"",
          "Set config.metadata.name to 1 to 253 characters without control characters.");
    }
    Sandbox sandbox = parts.sandboxes().require(sandboxIdOrPrefix);
    String id = Ids.random();
    OperationKey key =
        new OperationKey(KIND, sandbox.id() + "/" + config.getMetadata().getAttempt() + "/" + name);
    return parts
        .operations()
        .joinOrStart(
            key,
            Container.text(name, id),
            operation ->
                existing(sandbox.id(), config)
                    .orElseGet(() -> make(operation, id, sandbox.id(), config)));
  }

  /** What an earlier call with the same name and attempt has made. */
  private Optional<String> existing(String sandboxId, ContainerConfig config) {
    Optional<Container> same =
        table.in(sandboxId).stream()
            .map(ContainerEntry::now)
            .filter(Container::isVisible)
            .filter(found -> found.config().getMetadata().equals(config.getMetadata()))
            .findFirst();
    same.filter(found -> !(found.state() instanceof ContainerState.Created))
        .ifPresent(
            found -> {
              throw new AlreadyExists(
                  found.text()
                      + " with attempt "
                      + Integer.toUnsignedString(found.attempt())
                      + " exists in its pod sandbox and was started already",
                  "Count the attempt up, or remove that container first.");
            });
    same.filter(found -> !found.config().equals(config))
        .ifPresent(
            found -> {
              throw new AlreadyExists(
                  found.text() + " exists in its pod sandbox with another configuration",
                  "Count the attempt up, or remove that container first.");
            });
    return same.map(Container::id);
  }

  private String make(Operation operation, String id, String sandboxId, ContainerConfig config) {
    ContainerPlan creation = prepare(operation, id, sandboxId, config);
    ContainerEntry entry = creation.entry();
    table.add(entry);
    try {
      // A stop of the sandbox sees the container in the table, or is seen here.
      requireReady(sandboxId);
      steps.create(operation, creation);
      return id;
    } catch (Failure failure) {
      removal.undone(operation, entry, failure);
      throw failure;
    } finally {
      entry.creationIsOver();
    }
  }

  private ContainerPlan prepare(
      Operation operation, String id, String sandboxId, ContainerConfig config) {
    Sandbox sandbox = requireReady(sandboxId);
    OciRuntime runtime = parts.handlers().require(sandbox.config().runtimeHandler());
    parts.specs().requireResources(config, runtime.facts());
    ImageView image = image(config);
    ImageVolumes volumes = ImageVolumes.of(config, parts.images());
    Optional<LogFile> log = LogFile.of(sandbox.config().logDirectory(), config.getLogPath());
    Optional<Path> target = targetPidNamespace(sandboxId, config);
    Container first =
        new Container(
            id,
            sandboxId,
            config,
            UsedImage.of(image),
            runtime.handler().name(),
            cgroup(sandbox, id),
            log.map(LogFile::path),
            parts.clock().instant(),
            new ContainerState.Creating(),
            Optional.empty(),
            Optional.empty());
    ContainerEntry entry =
        new ContainerEntry(
            first,
            places.record(id),
            Optional.of(operation),
            new StopParts(parts.cgroups(), parts.timer()));
    return new ContainerPlan(entry, sandbox, image, runtime, log, target, volumes);
  }

  private static CgroupPath cgroup(Sandbox sandbox, String id) {
    return ContainerPlaces.cgroup(sandbox.places().cgroupParent(), id);
  }

  private Sandbox requireReady(String sandboxId) {
    Sandbox sandbox = parts.sandboxes().require(sandboxId);
    if (!sandbox.state().isReady()) {
      throw new FailedPrecondition(
          sandbox.text() + " is not ready, so no container can be made in it",
          "Run a new pod sandbox.");
    }
    return sandbox;
  }

  private ImageView image(ContainerConfig config) {
    String reference = config.getImage().getImage();
    if (reference.isEmpty()) {
      throw new InvalidArgument("the container names no image", "Set config.image.image.");
    }
    ImageView image =
        parts
            .images()
            .resolve(reference)
            .orElseThrow(
                () ->
                    new NotFound(
                        "image " + PlainText.of(reference) + " is not on this node",
                        "Pull the image first."));
    if (image.config().isArtifact()) {
      throw new FailedPrecondition(
          PlainText.of(reference) + " is an artifact, which no container can run",
          "Name a container image, or mount the artifact as a volume.");
    }
    return image;
  }

  /** CRI {@code target_id}: a container of the same pod that runs. */
  private Optional<Path> targetPidNamespace(String sandboxId, ContainerConfig config) {
    NamespaceOption options = config.getLinux().getSecurityContext().getNamespaceOptions();
    if (options.getPid() != NamespaceMode.TARGET) {
      return Optional.empty();
    }
    return Optional.of(options.getTargetId())
        .filter(target -> !target.isEmpty())
        .flatMap(table::find)
        .map(ContainerEntry::now)
        .filter(target -> target.sandboxId().equals(sandboxId) && target.isRunning())
        .flatMap(Container::process)
        .map(process -> Path.of("/proc", Integer.toString(process.process().pid()), "ns", "pid"));
  }
}
