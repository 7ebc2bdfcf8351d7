package io.crij.runtime.streaming.attach;

import io.crij.operations.failure.ResourceExhausted;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.ContainerAccess;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Makes the sessions of Attach. Any thread. */
public final class Attachments {
  private final Executor workers;
  private final Predicate<String> exists;
  private final Map<String, AttachedClients> clients = new ConcurrentHashMap<>();

  /**
   * @param workers platform threads
   * @param exists whether there is a container of this id still
   */
  public Attachments(Executor workers, Predicate<String> exists) {
    this.workers = workers;
    this.exists = exists;
  }

  /**
   * A session that has not begun.
   *
   * @throws ResourceExhausted when as many clients as may are attached to the container
   */
  public CommandSession session(ContainerAccess access, CommandStreams streams) {
    requireRoom(access.container());
    return new AttachSession(workers, access.attachPoint(), streams, of(access.container()));
  }

  /** As {@link #session}, for those who want to know early. */
  public void requireRoom(Container container) {
    if (of(container).isFull()) {
      throw new ResourceExhausted(
          "too many clients are attached to " + container.text(), "End some of them.");
    }
  }

  private AttachedClients of(Container container) {
    clients.entrySet().removeIf(each -> each.getValue().isEmpty() && !exists.test(each.getKey()));
    return clients.computeIfAbsent(
        container.id(), _ -> new AttachedClients(container.config().getStdinOnce()));
  }
}
