package io.crij.deploy.daemon;

import io.crij.deploy.ProgramVersion;
import io.crij.deploy.config.Configuration;
import io.crij.deploy.logging.Logging;
import io.crij.operations.clock.Elapsed;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon as a process of its own: root, a log, and an orderly end on SIGTERM or SIGINT. */
public final class DaemonProcess {
  private static final Logger log = LoggerFactory.getLogger(DaemonProcess.class);

  private DaemonProcess() {}

  /**
   * Serves until a signal ends the process.
   *
   * @throws io.crij.operations.failure.Failure when it cannot start
   */
  public static void run(Configuration configuration, TestFaults faults) throws Exception {
    ProcessUser.requireRoot();
    Logging logging = Logging.start(configuration.logLevel().level());
    Daemon daemon = Daemon.start(configuration, faults.failpoints());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon, logging), "stop"));
    log.info(
        "crij {} serves {} after {}",
        ProgramVersion.current(),
        configuration.listen(),
        Elapsed.text(sinceProcessStart()));
    new CountDownLatch(1).await();
  }

  /** The virtual machine would report a signal as the reason of its end; being told to is none. */
  private static void end(Daemon daemon, Logging logging) {
    int code = 0;
    log.info("stopping; containers run on");
    try {
      daemon.stop();
    } catch (Exception e) {
      log.error("stopped with failures", e);
      code = 1;
    }
    log.info("stopped");
    logging.flush();
    Runtime.getRuntime().halt(code);
  }

  private static Duration sinceProcessStart() {
    return Duration.ofMillis(
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
  }
}
