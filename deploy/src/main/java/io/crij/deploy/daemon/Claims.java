package io.crij.deploy.daemon;

import io.crij.deploy.config.Configuration;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this daemon has on the node that no other may have: both roots, locked, and the place of its
 * socket.
 *
 * @param instance the id of the root
 */
record Claims(String instance, ListenSocket socket) {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  /**
   * Claims all of it.
   *
   * @param stops gives it back
   * @throws io.crij.operations.failure.Failure saying what another one has
   */
  static Claims make(Configuration configuration, StopList stops) throws IOException {
    // The socket first: its owner is then named instead of a directory that both would share.
    ListenSocket socket = new ListenSocket(configuration.listen());
    socket.requireUnused();
    lock(configuration, stops);
    socket.clear();
    String instance = InstanceId.of(configuration.root());
    log.debug("instance {} of {}", instance, configuration.root());
    return new Claims(instance, socket);
  }

  /** Both directories, without the socket; what it leaves mounted in them goes with the lock. */
  static void lock(Configuration configuration, StopList stops) throws IOException {
    boolean fresh = StateDirectory.prepare(configuration.root(), "crij.root");
    try {
      stops.add("the lock of root", DirectoryLock.take(configuration.root(), "crij.root"));
      StateDirectory.prepare(configuration.runroot(), "crij.runroot");
      stops.add("the lock of runroot", DirectoryLock.take(configuration.runroot(), "crij.runroot"));
    } catch (IOException | RuntimeException refused) {
      if (fresh) {
        DirectoryLock.removeUnused(configuration.root());
      }
      throw refused;
    }
    stops.add("private mounts", new PrivateMounts(configuration.runroot()));
  }
}
