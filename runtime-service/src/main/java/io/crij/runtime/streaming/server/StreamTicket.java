package io.crij.runtime.streaming.server;

import io.crij.runtime.streaming.command.CommandStreams;
import java.util.List;

/** What a client that comes with a token may do, once. */
public sealed interface StreamTicket {
  /** The first part of its path. */
  String verb();

  /** CRI Exec. */
  record Exec(String containerId, List<String> command, CommandStreams streams)
      implements StreamTicket {
    public Exec {
      command = List.copyOf(command);
    }

    @Override
    public String verb() {
      return "exec";
    }
  }

  /** CRI Attach. */
  record Attach(String containerId, CommandStreams streams) implements StreamTicket {
    @Override
    public String verb() {
      return "attach";
    }
  }

  /**
   * CRI PortForward.
   *
   * @param ports only for the older WebSocket protocol, whose clients name none themselves
   */
  record PortForward(String sandboxId, List<Integer> ports) implements StreamTicket {
    public PortForward {
      ports = List.copyOf(ports);
    }

    @Override
    public String verb() {
      return "portforward";
    }
  }
}
