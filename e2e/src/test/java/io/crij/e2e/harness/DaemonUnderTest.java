package io.crij.e2e.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The packaged daemon: started, killed and started again over the same state. */
public final class DaemonUnderTest implements AutoCloseable {
  /** Stands in its environment and must never be seen in anybody else's. */
  public static final String SECRET = "CRIJ_E2E_ONLY_FOR_THE_DAEMON";

  private final DaemonSetup setup;
  private Optional<ServerProcess> process = Optional.empty();
  private Optional<CriClient> client = Optional.empty();

  public DaemonUnderTest(DaemonSetup setup) {
    this.setup = setup;
    setup.write();
  }

  public DaemonSetup setup() {
    return setup;
  }

  /** Returns when it takes connections. */
  public void start() {
    if (process.isPresent()) {
      throw new IllegalStateException("the daemon runs already");
    }
    List<String> command = new ArrayList<>();
    command.add(PackagedImage.built().program().toString());
    command.addAll(setup.arguments());
    ServerProcess started =
        ServerProcess.start(
            command, Map.of("PATH", HostProgram.PATH, SECRET, "secret"), setup.log());
    process = Optional.of(started);
    started.awaitSocket(setup.socket());
    client = Optional.of(new CriClient(setup.socket()));
  }

  public boolean isRunning() {
    return process.isPresent();
  }

  public CriClient client() {
    return client.orElseThrow(() -> new IllegalStateException("the daemon does not run"));
  }

  public long pid() {
    return process.orElseThrow(() -> new IllegalStateException("the daemon does not run")).pid();
  }

  /** As {@code kill -9} does it. */
  public void kill() {
    ServerProcess ending = leave();
    ending.kill();
  }

  /** With SIGTERM, as a service manager does it; returns the exit code. */
  public int terminate() {
    ServerProcess ending = leave();
    return ending.terminate();
  }

  private ServerProcess leave() {
    client.ifPresent(CriClient::close);
    client = Optional.empty();
    ServerProcess ending = process.orElseThrow();
    process = Optional.empty();
    return ending;
  }

  @Override
  public void close() {
    if (isRunning()) {
      kill();
    }
  }
}
