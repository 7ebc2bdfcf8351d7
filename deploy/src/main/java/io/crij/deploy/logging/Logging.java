package io.crij.deploy.logging;

import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sets the log up. Libraries stay at warnings whatever the level is: at finer levels they print
 * whole messages, with credentials in them. Keep the object: the loggers live as long as it does.
 */
public final class Logging {
  private final List<Logger> kept;

  private Logging(List<Logger> kept) {
    this.kept = kept;
  }

  /** Has this process log to its end; must come before anything logs. */
  public static void keepToTheEnd() {
    // Not a method of that class: its superclass would be set up before it is named here.
    System.setProperty("java.util.logging.manager", KeptLogManager.class.getName());
  }

  /** From now on, all of the process logs to standard error. */
  public static Logging start(Level level) {
    Logger root = Logger.getLogger("");
    for (Handler standard : root.getHandlers()) {
      root.removeHandler(standard);
    }
    root.setLevel(Level.WARNING);
    Handler handler = new ConsoleHandler();
    handler.setFormatter(new LineFormat());
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    Logging logging =
        new Logging(
            List.of(
                at("io.crij", level),
                // gRPC sets SO_KEEPALIVE on every socket, and Netty warns that a Unix socket has
                // none.
                at("io.netty.bootstrap.ServerBootstrap", Level.SEVERE),
                at("io.netty.bootstrap.Bootstrap", Level.SEVERE)));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) ->
            logging
                .kept
                .getFirst()
                .log(Level.SEVERE, "thread " + thread.getName() + " ended unexpectedly", thrown));
    return logging;
  }

  /** Writes out what is buffered, before a process that will not run its handlers' ends. */
  public void flush() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.flush();
    }
  }

  private static Logger at(String name, Level level) {
    Logger logger = Logger.getLogger(name);
    logger.setLevel(level);
    return logger;
  }
}
