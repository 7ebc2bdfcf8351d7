package io.crij.sandbox;

import io.crij.oci.monitor.ContainerExit;
import io.crij.oci.monitor.MonitoredProcess;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pod's own PID namespace and the process that holds it. */
record HolderStep(SandboxEntry entry, PidHolder holder, Duration deadline) implements Step {
  private static final Logger log = LoggerFactory.getLogger(HolderStep.class);

  @Override
  public String name() {
    return "pid";
  }

  @Override
  public void doIt(StepContext context) throws IOException {
    MonitoredProcess process = holder.create(entry, context);
    entry.note(record -> record.withHolder(process));
    watch(process);
  }

  @Override
  public void undo(StepContext context) throws IOException {
    entry.unwatch();
    holder.remove(entry, context.remaining());
  }

  /** Its end takes the pod's PID namespace with it. */
  void watch(MonitoredProcess process) {
    CompletableFuture<ContainerExit> watch = holder.watch(entry, process);
    entry.watch(watch);
    var _ =
        watch.whenComplete(
            (exit, failure) ->
                Optional.ofNullable(exit).ifPresentOrElse(this::ended, () -> unwatched(failure)));
  }

  private void unwatched(Throwable failure) {
    if (!(failure instanceof CancellationException)) {
      log.warn("the PID namespace of {} is not watched any more", entry.text(), failure);
      entry.changeAnyway(record -> record.notReady("Its PID namespace cannot be watched."));
    }
  }

  private void ended(ContainerExit exit) {
    log.warn("the process that holds the PID namespace of {} has ended: {}", entry.text(), exit);
    entry.changeAnyway(
        record ->
            record.notReady(
                "The process that held its PID namespace ended with code "
                    + exit.code()
                    + exit.reason().map(reason -> " (" + reason + ")").orElse("")
                    + "."));
  }
}
