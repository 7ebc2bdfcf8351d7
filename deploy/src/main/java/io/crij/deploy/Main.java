package io.crij.deploy;

import io.crij.deploy.command.VersionCommand;
import io.crij.deploy.training.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code crij}: {@code serve} is the daemon, the other verbs are the operator's. */
@Command(
    name = "crij",
    description = "A Kubernetes container runtime.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {VersionCommand.class, TrainCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
