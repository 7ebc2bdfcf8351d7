package io.crij.runtime.streaming.server;

import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.portforward.PodPorts;

/**
 * What stands behind tickets. Its methods are called on event loops, do not wait, and throw a
 * {@code Failure} when the container or pod is not there, or not running, any more.
 */
public interface Sessions {
  CommandSession exec(StreamTicket.Exec ticket);

  CommandSession attach(StreamTicket.Attach ticket);

  PodPorts portForward(StreamTicket.PortForward ticket);
}
