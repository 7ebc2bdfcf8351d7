package io.crij.deploy.command;

import io.crij.deploy.config.Configuration;
import io.crij.deploy.daemon.DaemonProcess;
import io.crij.deploy.daemon.TestFaults;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crij serve}: the daemon, in the foreground, until SIGTERM. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serve the CRI on a Unix socket until SIGTERM; containers run on after it.")
public final class ServeCommand implements Callable<Integer> {
  private CommandSpec spec;

  @Option(
      names = "--allow-failpoints",
      hidden = true,
      description = "For tests: honour the faults in the environment variable CRIJ_FAILPOINTS.")
  private boolean allowFailpoints;

  @Spec
  void takeSpec(CommandSpec command) {
    spec = command;
    ConfigurationFlags.addTo(command);
  }

  @Override
  public Integer call() throws Exception {
    Configuration configuration =
        Configuration.of(ConfigurationFlags.sources(spec.commandLine().getParseResult()).read());
    DaemonProcess.run(configuration, new TestFaults(allowFailpoints, System.getenv()));
    return 0;
  }
}
