package io.crij.runtime.streaming.exec;

import io.crij.runtime.container.ContainerAccess;
import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sessions of Exec, and ends their commands with the daemon. */
public final class Execs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Execs.class);

  private final ExecParts parts;

  /**
   * @param workers platform threads
   */
  public Execs(Executor workers) {
    this.parts = new ExecParts(workers);
  }

  /** A session that has not begun. */
  public CommandSession session(
      ContainerAccess container, List<String> command, CommandStreams streams) {
    return new ExecSession(parts, new ExecStart(container, command, streams));
  }

  @Override
  public void close() {
    for (ExecSession session : List.copyOf(parts.running())) {
      try {
        session.killNow();
      } catch (IOException failure) {
        log.warn("a command of an exec lives on", failure);
      }
    }
  }
}
