package io.crij.deploy;

import io.crij.deploy.check.CheckCommand;
import io.crij.deploy.command.ConfigCommand;
import io.crij.deploy.command.OneLineErrors;
import io.crij.deploy.command.ServeCommand;
import io.crij.deploy.command.VersionCommand;
import io.crij.deploy.image.ImageCommand;
import io.crij.deploy.logging.Logging;
import io.crij.deploy.quickstart.QuickstartCommand;
import io.crij.deploy.training.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code crij}: {@code serve} is the daemon, the other verbs are the operator's. */
@Command(
    name = "crij",
    description = "A Kubernetes container runtime.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      ServeCommand.class,
      ConfigCommand.class,
      ImageCommand.class,
      CheckCommand.class,
      VersionCommand.class,
      QuickstartCommand.class,
      TrainCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Logging.keepToTheEnd();
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, with errors in one line. */
  static CommandLine commandLine() {
    OneLineErrors errors = new OneLineErrors();
    return new CommandLine(new Main())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }
}
