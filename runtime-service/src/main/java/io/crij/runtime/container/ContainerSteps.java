package io.crij.runtime.container;

import io.crij.oci.monitor.MonitorRequest;
import io.crij.oci.monitor.MonitoredProcess;
import io.crij.oci.runtime.OciRuntime;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.operation.Operation;
import io.crij.operations.record.Durability;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.step.Action;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import io.crij.runtime.spec.BuiltSpec;
import io.crij.runtime.spec.SpecRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The steps of CreateContainer. The undo of each needs the container's record alone, so the same
 * list takes a container away: after a failed creation, for RemoveContainer, after a crash.
 *
 * <pre>
 * record -> rootfs | image volumes | log -> spec -> monitor | sync -> volumes -> watch
 * </pre>
 */
final class ContainerSteps {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(2);

  private final ContainerParts parts;
  private final ContainerPlaces places;
  private final ExitHandling exits;
  private final RuntimeHandlers runtimes;

  ContainerSteps(
      ContainerParts parts, ContainerPlaces places, ExitHandling exits, RuntimeHandlers runtimes) {
    this.parts = parts;
    this.places = places;
    this.exits = exits;
    this.runtimes = runtimes;
  }

  /** Makes the container, or nothing. */
  void create(Operation operation, ContainerPlan creation) {
    parts.steps().run(operation, steps(creation.entry(), Optional.of(creation)));
  }

  /** Takes away what was made of it, all of it or some. */
  void undo(Operation operation, ContainerEntry entry) {
    parts.steps().undo(operation, steps(entry, Optional.empty()));
  }

  private interface Doing {
    void run(ContainerPlan creation, StepContext context) throws Exception;
  }

  private List<Step> steps(ContainerEntry entry, Optional<ContainerPlan> creation) {
    return List.of(
        // Without an undo: the record goes when all else is gone, or has been paid as a debt.
        Step.of("record", SHORT, doing(creation, this::writeIntent), Action.NOTHING),
        Step.parallel(
            "places",
            Step.of("rootfs", LONG, doing(creation, this::mount), _ -> unmount(entry)),
            Step.of(
                "image volumes",
                LONG,
                doing(creation, this::mountImages),
                _ -> parts.imageMounts().remove(entry.id())),
            Step.of("log", SHORT, doing(creation, this::makeLog), _ -> removeUnusedLog(entry))),
        Step.of("spec", LONG, doing(creation, this::writeSpec), _ -> bundle(entry).remove()),
        Step.parallel(
            "monitor and sync",
            Step.of(
                "monitor",
                LONG,
                doing(creation, this::startMonitor),
                context -> removeMonitor(entry, context)),
            Step.of("sync", LONG, doing(creation, this::sync), Action.NOTHING)),
        Step.of("volumes", LONG, doing(creation, this::checkVolumes), Action.NOTHING),
        Step.of("watch", SHORT, doing(creation, this::created), Action.NOTHING));
  }

  private static Action doing(Optional<ContainerPlan> creation, Doing doing) {
    return creation
        .<Action>map(known -> context -> doing.run(known, context))
        .orElse(Action.NOTHING);
  }

  private ContainerBundle bundle(ContainerEntry entry) {
    return places.bundle(entry.id());
  }

  private void writeIntent(ContainerPlan creation, StepContext context) throws Exception {
    ContainerEntry entry = creation.entry();
    OwnDirectory.create(places.home(entry.id()));
    entry.record().write(ContainerRecord.of(entry.now()), Durability.RENAMED);
  }

  private void mount(ContainerPlan creation, StepContext context) {
    parts.rootFilesystems().prepare(creation.id(), creation.image().id());
  }

  private void mountImages(ContainerPlan creation, StepContext context) {
    if (!creation.volumes().isEmpty()) {
      parts.imageMounts().mount(creation.id(), creation.volumes().wanted());
    }
  }

  private void unmount(ContainerEntry entry) {
    parts.rootFilesystems().remove(entry.id());
  }

  private void makeLog(ContainerPlan creation, StepContext context) {
    creation.log().ifPresent(LogFile::create);
  }

  /** The log of a container that CRI has shown is the kubelet's to remove. */
  private void removeUnusedLog(ContainerEntry entry) {
    Container container = entry.now();
    if (!container.isVisible()) {
      container.logFile().ifPresent(LogFile::removeIfEmpty);
    }
  }

  private void writeSpec(ContainerPlan creation, StepContext context) throws Exception {
    Container container = creation.entry().now();
    BuiltSpec built =
        parts
            .specs()
            .build(
                new SpecRequest(
                    container.id(),
                    container.config(),
                    creation.sandbox(),
                    creation.image().config(),
                    parts.rootFilesystems().get(container.id()).orElseThrow().merged(),
                    container.cgroup(),
                    creation.runtime().facts(),
                    creation.targetPidNamespace(),
                    creation.volumes().at(parts.imageMounts(), container.id())));
    bundle(creation.entry()).write(built.spec());
    creation
        .entry()
        .change(
            now -> now.with(new Container.Made(built.user(), built.mounts(), built.stopSignal())));
  }

  private void startMonitor(ContainerPlan creation, StepContext context) throws Exception {
    Container container = creation.entry().now();
    OwnDirectory.ensure(places.work(container.id()));
    MonitoredProcess process =
        parts.conmon().create(monitorRequest(container, creation.runtime()), context);
    creation.entry().hold(now -> now.with(process));
  }

  private void removeMonitor(ContainerEntry entry, StepContext context) {
    Container container = entry.now();
    parts
        .conmon()
        .remove(
            monitorRequest(container, runtimes.require(container.handler())),
            container.cgroup(),
            context.remaining());
  }

  private MonitorRequest monitorRequest(Container container, OciRuntime runtime) {
    String id = container.id();
    return new MonitorRequest(
        id,
        container.name(),
        places.bundle(id).directory(),
        runtime,
        container.logFile().orElse(LogFile.NOWHERE),
        places.work(id),
        places.exits(),
        ContainerPlaces.monitorCgroup(container.cgroup(), id),
        container.config().getTty(),
        container.config().getStdin(),
        container.config().getStdinOnce());
  }

  /** Once before the answer, beside the longest step. */
  private void sync(ContainerPlan creation, StepContext context) throws IOException {
    creation.entry().record().sync();
    OwnDirectory.sync(places.containers());
  }

  /** The runtime took them by path; nobody has run in the container yet. */
  private void checkVolumes(ContainerPlan creation, StepContext context) {
    Container container = creation.entry().now();
    parts
        .volumes()
        .require(
            container.process().orElseThrow().process().pid(),
            container.made().orElseThrow().mounts());
  }

  private void created(ContainerPlan creation, StepContext context) {
    ContainerEntry entry = creation.entry();
    entry.change(now -> now.with(((ContainerState.Creating) now.state()).created()));
    exits.watch(entry);
  }
}
