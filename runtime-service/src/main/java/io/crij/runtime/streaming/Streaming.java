package io.crij.runtime.streaming;

import io.crij.cri.v1.AttachRequest;
import io.crij.cri.v1.ExecRequest;
import io.crij.cri.v1.PortForwardRequest;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.linux.thread.BoundedPool;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.ContainerState;
import io.crij.runtime.container.Containers;
import io.crij.runtime.streaming.attach.Attachments;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import io.crij.runtime.streaming.exec.Execs;
import io.crij.runtime.streaming.portforward.PodPorts;
import io.crij.runtime.streaming.server.ServerSettings;
import io.crij.runtime.streaming.server.Sessions;
import io.crij.runtime.streaming.server.StreamServer;
import io.crij.runtime.streaming.server.StreamTicket;
import io.crij.runtime.streaming.server.Tickets;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.Sandboxes;
import java.util.List;

/** The streaming server with what stands behind it: CRI Exec, Attach and PortForward. */
public final class Streaming implements AutoCloseable {
  private static final int WORKERS = 16;
  private static final int WAITING = 4096;
  private static final int LARGEST_PORT = 65535;
  private static final int MOST_ARGUMENTS_BYTES = 1 << 20;

  private final Containers containers;
  private final Sandboxes sandboxes;
  private final BoundedPool workers = new BoundedPool("stream-worker", WORKERS, WAITING);
  private final Execs execs = new Execs(workers);
  private final Attachments attachments;
  private final Tickets tickets = new Tickets(System::nanoTime);
  private final StreamServer server;

  private Streaming(Containers containers, Sandboxes sandboxes, ServerSettings settings) {
    this.containers = containers;
    this.sandboxes = sandboxes;
    this.attachments = new Attachments(workers, id -> containers.find(id).isPresent());
    this.server = StreamServer.start(settings, tickets, new Behind());
  }

  /**
   * @throws FailedPrecondition when the address cannot be listened on
   */
  public static Streaming start(
      Containers containers, Sandboxes sandboxes, ServerSettings settings) {
    return new Streaming(containers, sandboxes, settings);
  }

  /** The address where a client gets its command run, once and within a minute. */
  public String exec(ExecRequest request) {
    CommandStreams streams =
        new CommandStreams(
            request.getStdin(), request.getStdout(), request.getStderr(), request.getTty());
    List<String> command = List.copyOf(request.getCmdList());
    Container container = running(request.getContainerId());
    requireCommand(container, command);
    return address(new StreamTicket.Exec(container.id(), command, streams));
  }

  private static void requireCommand(Container container, List<String> command) {
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new InvalidArgument(
          "there is no command to run in " + container.text(),
          "Set cmd to a program of the image.");
    }
    if (command.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)
        || command.stream().mapToLong(String::length).sum() > MOST_ARGUMENTS_BYTES) {
      throw new InvalidArgument(
          "the command to run in " + container.text() + " has a NUL or is longer than 1 MiB",
          "Give arguments that a program can be started with.");
    }
  }

  /** The address where a client gets the streams of a container's own process. */
  public String attach(AttachRequest request) {
    CommandStreams streams =
        new CommandStreams(
            request.getStdin(), request.getStdout(), request.getStderr(), request.getTty());
    Container container = attachable(request.getContainerId());
    if (container.config().getTty() != streams.tty()) {
      throw new InvalidArgument(
          container.text()
              + (streams.tty() ? " has no terminal" : " has a terminal")
              + ", and the request says otherwise",
          "Set tty as in the container's configuration.");
    }
    attachments.requireRoom(container);
    return address(new StreamTicket.Attach(container.id(), streams));
  }

  /** The address where a client gets connections to ports of a pod. */
  public String portForward(PortForwardRequest request) {
    Sandbox sandbox = ready(request.getPodSandboxId());
    for (int port : request.getPortList()) {
      if (port < 1 || port > LARGEST_PORT) {
        throw new InvalidArgument(port + " is no port", "Give ports from 1 to 65535.");
      }
    }
    return address(new StreamTicket.PortForward(sandbox.id(), request.getPortList()));
  }

  private String address(StreamTicket ticket) {
    return server.url(ticket, tickets.issue(ticket));
  }

  private Container running(String id) {
    Container container = containers.require(required(id, "container"));
    if (!container.isRunning()) {
      throw new FailedPrecondition(
          container.text() + " is not running, so no command can run in it",
          "Look at the container's status.");
    }
    return container;
  }

  private Container attachable(String id) {
    Container container = containers.require(required(id, "container"));
    if (!container.isRunning() && !(container.state() instanceof ContainerState.Created)) {
      throw new FailedPrecondition(
          container.text() + " has ended, so nobody can attach to it", "Its output is in its log.");
    }
    return container;
  }

  private Sandbox ready(String id) {
    Sandbox sandbox = sandboxes.require(required(id, "pod sandbox"));
    if (!sandbox.state().isReady()) {
      throw new FailedPrecondition(
          sandbox.text() + " is not ready, so it has no ports", "Look at the sandbox's status.");
    }
    return sandbox;
  }

  private static String required(String id, String kind) {
    if (id.isEmpty()) {
      throw new InvalidArgument("the request names no " + kind, "Give its id.");
    }
    return id;
  }

  /** The object is looked at again when the client comes. */
  private final class Behind implements Sessions {
    @Override
    public CommandSession exec(StreamTicket.Exec ticket) {
      Container container = running(ticket.containerId());
      return execs.session(containers.access(container), ticket.command(), ticket.streams());
    }

    @Override
    public CommandSession attach(StreamTicket.Attach ticket) {
      Container container = attachable(ticket.containerId());
      return attachments.session(containers.access(container), ticket.streams());
    }

    @Override
    public PodPorts portForward(StreamTicket.PortForward ticket) {
      Sandbox sandbox = ready(ticket.sandboxId());
      return new PodPorts(sandbox.id(), sandbox.places().namespace(NamespaceKind.NET), workers);
    }
  }

  /** Ends all sessions and kills the commands that run by Exec; containers go on. */
  @Override
  public void close() {
    server.close();
    execs.close();
    workers.shutdown();
  }
}
