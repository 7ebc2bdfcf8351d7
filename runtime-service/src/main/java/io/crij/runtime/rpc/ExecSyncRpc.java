package io.crij.runtime.rpc;

import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.ExecSyncResponse;
import io.crij.operations.failure.InvalidArgument;
import io.crij.runtime.container.Containers;
import io.crij.runtime.container.ExecAnswer;
import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** CRI ExecSync. A command whose client has gone has nobody to answer to, and is killed. */
final class ExecSyncRpc {
  private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

  private final Containers containers;

  ExecSyncRpc(Containers containers) {
    this.containers = containers;
  }

  CompletableFuture<ExecSyncResponse> answer(ExecSyncRequest request) {
    long seconds = request.getTimeout();
    if (seconds < 0) {
      throw new InvalidArgument("the time-out of ExecSync is negative", "Give 0 for none.");
    }
    CompletableFuture<ExecAnswer> running =
        containers.execSync(
            ContainerRpcs.required(request.getContainerId()),
            request.getCmdList(),
            Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS)));
    Context.current().addListener(_ -> running.cancel(true), Runnable::run);
    return running.thenApply(ExecSyncRpc::response);
  }

  private static ExecSyncResponse response(ExecAnswer answer) {
    return ExecSyncResponse.newBuilder()
        .setExitCode(answer.exitCode())
        .setStdout(answer.stdout())
        .setStderr(answer.stderr())
        .build();
  }
}
