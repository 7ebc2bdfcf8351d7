package io.crij.e2e.harness;

import io.crij.cri.v1.ContainerState;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.ContainerStatusRequest;
import io.crij.cri.v1.ExecSyncRequest;
import io.crij.cri.v1.ExecSyncResponse;
import io.crij.cri.v1.RemoveContainerRequest;
import io.crij.cri.v1.StartContainerRequest;
import io.crij.cri.v1.StopContainerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** A container of a running daemon. */
public record TestContainer(Supplier<CriClient> client, String id) {
  private static final Duration EXIT = Duration.ofSeconds(20);

  /** What a command in the container wrote, and how it ended. */
  public record Exec(int exitCode, String stdout, String stderr) {
    static Exec of(ExecSyncResponse answer) {
      return new Exec(
          answer.getExitCode(),
          answer.getStdout().toStringUtf8(),
          answer.getStderr().toStringUtf8());
    }

    /** Standard output without the last newline; fails when the command failed. */
    public String output() {
      if (exitCode != 0) {
        throw new AssertionError("the command ended with " + exitCode + ": " + stdout + stderr);
      }
      return stdout.strip();
    }
  }

  public void start() {
    client
        .get()
        .runtime()
        .startContainer(StartContainerRequest.newBuilder().setContainerId(id).build());
  }

  /** Stops it; 0 kills at once. */
  public void stop(long graceSeconds) {
    client
        .get()
        .runtime()
        .stopContainer(
            StopContainerRequest.newBuilder().setContainerId(id).setTimeout(graceSeconds).build());
  }

  public void remove() {
    client
        .get()
        .runtime()
        .removeContainer(RemoveContainerRequest.newBuilder().setContainerId(id).build());
  }

  public ContainerStatus status() {
    return client
        .get()
        .runtime()
        .containerStatus(ContainerStatusRequest.newBuilder().setContainerId(id).build())
        .getStatus();
  }

  /** Waits until it has exited. */
  public ContainerStatus awaitExit() {
    return Await.value(
        "container " + id + " exited",
        EXIT,
        () ->
            Optional.of(status())
                .filter(status -> status.getState() == ContainerState.CONTAINER_EXITED));
  }

  public Exec exec(String... command) {
    return execWithin(Duration.ZERO, command);
  }

  /** Runs a command with the time-out of a probe; zero means none. */
  public Exec execWithin(Duration timeout, String... command) {
    return Exec.of(
        client
            .get()
            .runtime()
            .execSync(
                ExecSyncRequest.newBuilder()
                    .setContainerId(id)
                    .addAllCmd(List.of(command))
                    .setTimeout(timeout.toSeconds())
                    .build()));
  }

  /** Runs a shell script and returns what it wrote; fails when it failed. */
  public String shell(String script) {
    return exec("sh", "-c", script).output();
  }

  public ContainerLog log() {
    return new ContainerLog(Path.of(status().getLogPath()));
  }

  /** The entry {@code info} of the verbose status. */
  public String info() {
    return client
        .get()
        .runtime()
        .containerStatus(
            ContainerStatusRequest.newBuilder().setContainerId(id).setVerbose(true).build())
        .getInfoOrThrow("info");
  }

  /** The process id of its first process on the host. */
  public int pid() {
    return JsonMapper.shared().readTree(info()).path("pid").asInt();
  }
}
