package io.crij.deploy.check;

import io.crij.deploy.client.DaemonChannel;
import io.crij.deploy.client.DaemonOption;
import io.crij.deploy.client.OutputOption;
import io.crij.deploy.daemon.StoppedNode;
import io.crij.image.check.CheckOptions;
import io.crij.image.check.CheckSummary;
import io.crij.image.check.Finding;
import io.crij.image.operator.v1.CheckFinding;
import io.crij.image.operator.v1.CheckProgress;
import io.crij.image.operator.v1.CheckRequest;
import io.crij.image.operator.v1.ImageOperatorGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code crij check}: whether images, layers and artifacts are as they were stored. Asks the
 * daemon, or opens the stores itself, under the daemon's locks, when none runs.
 */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check images, layers and artifacts against what was stored, and list what belongs to"
          + " nobody.",
      "Exits with 1 when something is damaged and was not repaired."
    })
public final class CheckCommand implements Callable<Integer> {
  private static final int DAMAGED = 1;

  @Spec private CommandSpec spec;
  @Mixin private DaemonOption daemon;
  @Mixin private OutputOption output;

  @Option(names = "--deep", description = "Read all content again and compare its digests.")
  private boolean deep;

  @Option(
      names = "--repair",
      description = "Move aside what is damaged, pull it again, and remove what belongs to nobody.")
  private boolean repair;

  @Override
  public Integer call() throws Exception {
    CheckReport report = new CheckReport(spec.commandLine().getOut(), output.json());
    CheckSummary summary = byDaemon(report).orElseGet(() -> here(report));
    report.end(summary);
    return summary.damaged() > summary.repaired() ? DAMAGED : 0;
  }

  /** Empty when no daemon answers. */
  private Optional<CheckSummary> byDaemon(CheckReport report) {
    CheckRequest request = CheckRequest.newBuilder().setDeep(deep).setRepair(repair).build();
    try (DaemonChannel channel = daemon.connect()) {
      Iterator<CheckProgress> messages =
          ImageOperatorGrpc.newBlockingStub(channel.channel()).check(request);
      while (true) {
        CheckProgress message = messages.next();
        if (message.hasSummary()) {
          return Optional.of(summary(message.getSummary()));
        }
        report.add(finding(message.getFinding()));
      }
    } catch (StatusRuntimeException e) {
      // With a cause it is the connection that failed, before anything was asked.
      if (e.getStatus().getCode() == Status.Code.UNAVAILABLE && e.getStatus().getCause() != null) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private CheckSummary here(CheckReport report) {
    return StoppedNode.check(daemon.configuration(), new CheckOptions(deep, repair), report::add);
  }

  private static Finding finding(CheckFinding message) {
    return new Finding(
        message.getSeverity() == CheckFinding.Severity.DAMAGE
            ? Finding.Severity.DAMAGE
            : Finding.Severity.NOTE,
        Finding.Kind.valueOf(message.getKind().toUpperCase(Locale.ROOT)),
        message.getObject(),
        message.getWhat(),
        Optional.of(message.getRepair()).filter(repaired -> !repaired.isEmpty()));
  }

  private static CheckSummary summary(io.crij.image.operator.v1.CheckSummary message) {
    return new CheckSummary(
        (int) message.getImages(),
        (int) message.getLayers(),
        (int) message.getFindings(),
        (int) message.getDamaged(),
        (int) message.getRepaired());
  }
}
