package io.crij.runtime.container;

import io.crij.image.Images;
import io.crij.image.rootfs.ImageMounts;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.event.EventLoop;
import io.crij.oci.monitor.Conmon;
import io.crij.oci.monitor.ExitWatches;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.debt.Debts;
import io.crij.operations.operation.Operations;
import io.crij.operations.step.StepRunner;
import io.crij.runtime.spec.ContainerSpecs;
import io.crij.runtime.spec.VolumeCheck;
import io.crij.sandbox.Sandboxes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What {@link Containers} are made with.
 *
 * @param root where records and bundles are kept: {@code <root>/containers}
 * @param runroot for what does not outlive a boot: {@code <runroot>/containers}, {@code
 *     <runroot>/exits}
 * @param debts those of {@code steps}
 * @param timer nothing on it sleeps
 * @param platformThreads for changes that an exit brings, and for reads of verbose answers
 * @param events tells when a monitor has reopened a log
 * @param clock wall time
 */
public record ContainerParts(
    Path root,
    Path runroot,
    Sandboxes sandboxes,
    Images images,
    RootFilesystems rootFilesystems,
    ImageMounts imageMounts,
    ContainerSpecs specs,
    VolumeCheck volumes,
    RuntimeHandlers handlers,
    Conmon conmon,
    ExitWatches exits,
    Cgroups cgroups,
    Operations operations,
    StepRunner steps,
    Debts debts,
    ScheduledExecutorService timer,
    Executor platformThreads,
    EventLoop events,
    ExecLimits execLimits,
    Clock clock) {}
