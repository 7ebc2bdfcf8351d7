package io.crij.deploy.daemon;

import io.crij.cri.v1.ImageServiceGrpc.ImageServiceImplBase;
import io.crij.cri.v1.RuntimeServiceGrpc.RuntimeServiceImplBase;
import io.crij.deploy.config.Configuration;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.SpawnRequest;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.runtime.RuntimeProbe;
import io.crij.operations.failpoint.Failpoints;
import io.grpc.BindableService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A daemon that starts, answers and stops as the real one, without any program of the host. */
public final class DaemonTraining {
  private static final int MAX_OUTPUT = 1024;
  private static final Duration SHELL_TIMEOUT = Duration.ofSeconds(20);
  private static final Path NO_PROGRAM = Path.of("/nonexistent");

  private DaemonTraining() {}

  /** Who asks the daemon behind the socket. */
  public interface Client {
    void ask(Path socket) throws Exception;
  }

  /** With all services, which make private mounts: needs the right to, in some mount namespace. */
  public static void wholeDaemon(Configuration configuration, Client client) throws Exception {
    StopList stops = new StopList();
    try {
      Claims claims = Claims.make(configuration, stops);
      Machinery machinery = Machinery.start(configuration, Failpoints.NONE, stops);
      RuntimeProbe none = new RuntimeProbe.Unusable("this is a training");
      Node node =
          Node.find(
              configuration,
              new Programs(NO_PROGRAM, NO_PROGRAM),
              new RuntimeHandlers(Map.of("crun", none), "crun"),
              machinery,
              stops);
      spawn(machinery);
      Services services = Services.open(configuration, claims, machinery, node, stops);
      serve(claims, services.all(), machinery, client, stops);
    } catch (Exception e) {
      stops.stopAfter(e);
      throw e;
    }
    stops.stopAll();
  }

  /** Only what needs no right at all. */
  public static void socketAlone(Configuration configuration, Client client) throws Exception {
    StopList stops = new StopList();
    try {
      Claims claims = Claims.make(configuration, stops);
      Machinery machinery = Machinery.start(configuration, Failpoints.NONE, stops);
      serve(
          claims,
          List.of(new RuntimeServiceImplBase() {}, new ImageServiceImplBase() {}),
          machinery,
          client,
          stops);
    } catch (Exception e) {
      stops.stopAfter(e);
      throw e;
    }
    stops.stopAll();
  }

  private static void spawn(Machinery machinery) throws Exception {
    SpawnRequest shell =
        new SpawnRequest(
            Path.of("/bin/sh"), List.of("-c", "cat; exit 0"), Map.of(), Map.of(), Optional.empty());
    machinery
        .command()
        .run(
            new CommandRequest(
                shell, Optional.of(new byte[1]), MAX_OUTPUT, MAX_OUTPUT, SHELL_TIMEOUT));
  }

  private static void serve(
      Claims claims,
      List<BindableService> services,
      Machinery machinery,
      Client client,
      StopList stops)
      throws Exception {
    stops.add(
        "the socket", SocketServer.start(claims.socket(), services, machinery.threads().rpc()));
    client.ask(claims.socket().path());
  }
}
