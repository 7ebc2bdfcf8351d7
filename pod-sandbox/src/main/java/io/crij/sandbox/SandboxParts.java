package io.crij.sandbox;

import io.crij.cni.Cni;
import io.crij.linux.cgroup.Cgroups;
import io.crij.oci.monitor.Conmon;
import io.crij.oci.monitor.ExitWatches;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.debt.Debts;
import io.crij.operations.operation.Operations;
import io.crij.operations.step.StepRunner;
import java.time.Clock;

/**
 * What the sandboxes are made with.
 *
 * @param operations on platform threads, as those of {@code runner} are
 * @param wallClock for the creation times that the kubelet sees
 */
public record SandboxParts(
    SandboxSettings settings,
    Cni cni,
    Cgroups cgroups,
    RuntimeHandlers runtimes,
    Conmon conmon,
    ExitWatches exits,
    Operations operations,
    StepRunner runner,
    Debts debts,
    Clock wallClock) {}
