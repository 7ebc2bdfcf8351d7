package io.crij.runtime.streaming.attach;

import io.crij.runtime.container.ContainerAccess;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import java.util.concurrent.Executor;

/** Makes the sessions of Attach. */
public final class Attachments {
  private final Executor workers;

  /**
   * @param workers platform threads
   */
  public Attachments(Executor workers) {
    this.workers = workers;
  }

  /** A session that has not begun. */
  public CommandSession session(ContainerAccess container, CommandStreams streams) {
    return new AttachSession(workers, container.attachPoint(), streams);
  }
}
