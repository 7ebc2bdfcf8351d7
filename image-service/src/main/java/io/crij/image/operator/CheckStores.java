package io.crij.image.operator;

import io.crij.image.check.CheckOptions;
import io.crij.image.check.CheckSummary;
import io.crij.image.check.Finding;
import io.crij.image.check.StoreCheck;
import io.crij.image.operator.v1.CheckFinding;
import io.crij.image.operator.v1.CheckProgress;
import io.crij.image.operator.v1.CheckRequest;
import io.crij.image.rpc.RpcFailures;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.operation.Operations;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Check: a message for each finding. One at a time, and it ends when its client has gone. */
final class CheckStores {
  private static final OperationKey KEY = new OperationKey("CheckStores", "images");
  private static final long LONGEST_WAIT_MILLIS = 1000;

  private final StoreCheck check;
  private final Operations operations;
  private final AtomicBoolean running = new AtomicBoolean();

  CheckStores(StoreCheck check, Operations operations) {
    this.check = check;
    this.operations = operations;
  }

  /** To be called before the RPC's method returns. */
  void start(CheckRequest request, ServerCallStreamObserver<CheckProgress> client) {
    Sending sending = new Sending(client);
    if (!running.compareAndSet(false, true)) {
      client.onError(
          RpcFailures.toStatus(
              new FailedPrecondition("a check of the stores runs already", "Wait for its end.")));
      return;
    }
    CheckOptions options = new CheckOptions(request.getDeep(), request.getRepair());
    CompletableFuture<CheckSummary> summary;
    try {
      summary =
          operations.joinOrStart(
              KEY,
              "the stores of images",
              _ -> check.run(options, sending::finding, client::isCancelled));
    } catch (RuntimeException e) {
      running.set(false);
      client.onError(RpcFailures.toStatus("Check", e));
      return;
    }
    var _ =
        summary.whenComplete(
            (result, thrown) -> {
              running.set(false);
              sending.end(result, thrown);
            });
  }

  /** The client's side; a slow one holds up nothing but its check. */
  private static final class Sending {
    private final ServerCallStreamObserver<CheckProgress> client;

    private Sending(ServerCallStreamObserver<CheckProgress> client) {
      this.client = client;
      client.setOnReadyHandler(this::wake);
      client.setOnCancelHandler(this::wake);
    }

    private synchronized void wake() {
      notifyAll();
    }

    private void finding(Finding finding) {
      awaitReady();
      if (!client.isCancelled()) {
        client.onNext(CheckProgress.newBuilder().setFinding(message(finding)).build());
      }
    }

    private synchronized void awaitReady() {
      while (!client.isReady() && !client.isCancelled()) {
        try {
          wait(LONGEST_WAIT_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    private void end(CheckSummary summary, Throwable thrown) {
      if (client.isCancelled()) {
        return;
      }
      if (thrown != null) {
        client.onError(RpcFailures.toStatus("Check", thrown));
        return;
      }
      client.onNext(CheckProgress.newBuilder().setSummary(message(summary)).build());
      client.onCompleted();
    }
  }

  private static CheckFinding message(Finding finding) {
    return CheckFinding.newBuilder()
        .setSeverity(
            switch (finding.severity()) {
              case NOTE -> CheckFinding.Severity.NOTE;
              case DAMAGE -> CheckFinding.Severity.DAMAGE;
            })
        .setKind(finding.kind().word())
        .setObject(finding.object())
        .setWhat(finding.what())
        .setRepair(finding.repair().orElse(""))
        .build();
  }

  private static io.crij.image.operator.v1.CheckSummary message(CheckSummary summary) {
    return io.crij.image.operator.v1.CheckSummary.newBuilder()
        .setImages(summary.images())
        .setLayers(summary.layers())
        .setFindings(summary.findings())
        .setDamaged(summary.damaged())
        .setRepaired(summary.repaired())
        .build();
  }
}
