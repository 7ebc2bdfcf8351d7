package io.crij.deploy.daemon;

import io.crij.deploy.config.Configuration;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.runtime.RuntimeProber;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.operation.OperationView;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running daemon. It starts in the order in which parts need each other: claims on the node,
 * threads, services (which recover what an earlier run left), the socket last. It stops in reverse.
 */
public final class Daemon {
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  private final Configuration configuration;
  private final StopList stops;
  private final Machinery machinery;
  private final SocketServer server;
  private final Runnable endStreams;

  private Daemon(
      Configuration configuration,
      StopList stops,
      Machinery machinery,
      SocketServer server,
      Runnable endStreams) {
    this.configuration = configuration;
    this.stops = stops;
    this.machinery = machinery;
    this.server = server;
    this.endStreams = endStreams;
  }

  /**
   * Starts all of it, or nothing.
   *
   * @throws io.crij.operations.failure.Failure saying what is missing, wrong or in use
   */
  public static Daemon start(Configuration configuration, Failpoints failpoints) throws Exception {
    StopList stops = new StopList();
    try {
      HostChecks.pluginDirectories(configuration.network());
      Programs programs = Programs.find(configuration.runtime());
      Claims claims = Claims.make(configuration, stops);
      Machinery machinery = Machinery.start(configuration, failpoints, stops);
      RuntimeHandlers handlers =
          Handlers.probe(
              configuration,
              new RuntimeProber(machinery.spawner(), machinery.cgroups()),
              machinery.threads().background());
      Node node = Node.find(configuration, programs, handlers, machinery, stops);
      Services services = Services.open(configuration, claims, machinery, node, stops);
      SocketServer server =
          stops.add(
              "the socket",
              SocketServer.start(claims.socket(), services.all(), machinery.threads().rpc()));
      return new Daemon(configuration, stops, machinery, server, services.endStreams());
    } catch (Exception e) {
      stops.stopAfter(e);
      throw e;
    }
  }

  /**
   * Accepts nothing more, gives running operations their time, and ends. Containers run on; what an
   * operation could not finish is undone at the next start.
   */
  public void stop() throws Exception {
    server.stopAccepting();
    endStreams.run();
    Duration patience = configuration.stopTimeout();
    long started = System.nanoTime();
    for (OperationView late : machinery.operations().close(patience)) {
      log.warn("{} of {} did not end in time", late.key().kind(), late.object());
    }
    Duration left = patience.minusNanos(System.nanoTime() - started);
    if (!server.awaitCalls(left.isPositive() ? left : Duration.ZERO)) {
      log.warn("calls that still run are broken off");
    }
    stops.stopAll();
  }
}
