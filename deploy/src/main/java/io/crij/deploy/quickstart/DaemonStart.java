package io.crij.deploy.quickstart;

import io.crij.cri.v1.RuntimeCondition;
import io.crij.cri.v1.StatusRequest;
import io.crij.cri.v1.VersionRequest;
import io.crij.cri.v1.VersionResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until a daemon that was just started answers and says that it can run pods. */
final class DaemonStart {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final CriClient client;
  private final Optional<Long> pid;

  /** The process id, where given, lets a daemon that has ended be told from one that is slow. */
  DaemonStart(CriClient client, Optional<Long> pid) {
    this.client = client;
    this.pid = pid;
  }

  VersionResponse await() throws InterruptedException {
    Stopwatch watch = Stopwatch.start();
    while (true) {
      try {
        VersionResponse version = version();
        List<RuntimeCondition> unmet = unmetConditions();
        if (unmet.isEmpty()) {
          return version;
        }
        if (watch.passed(LIMIT)) {
          throw new DemonstrationFailed(described(unmet.getFirst()));
        }
      } catch (StatusRuntimeException notYet) {
        if (pid.isPresent() && !isAlive(pid.get())) {
          throw new DemonstrationFailed("the daemon ended; its log says why");
        }
        if (watch.passed(LIMIT)) {
          throw notYet;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  private VersionResponse version() {
    return client.runtime(CALL).version(VersionRequest.newBuilder().setVersion("v1").build());
  }

  private List<RuntimeCondition> unmetConditions() {
    return client
        .runtime(CALL)
        .status(StatusRequest.getDefaultInstance())
        .getStatus()
        .getConditionsList()
        .stream()
        .filter(condition -> !condition.getStatus())
        .toList();
  }

  private static String described(RuntimeCondition condition) {
    return condition.getType()
        + " is false: "
        + condition.getReason()
        + ": "
        + condition.getMessage();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
