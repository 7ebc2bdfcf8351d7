package io.crij.deploy.command;

import io.crij.deploy.config.Configuration;
import io.crij.deploy.config.ConfigurationPage;
import io.crij.deploy.config.ConfigurationText;
import io.crij.deploy.config.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crij config}: what would be in effect, and why. Needs no root and touches nothing. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Print the effective configuration, each value with where it comes from.")
public final class ConfigCommand implements Callable<Integer> {
  private CommandSpec spec;

  @Option(names = "--markdown", hidden = true, description = "Print docs/configuration.md.")
  private boolean markdown;

  @Spec
  void takeSpec(CommandSpec command) {
    spec = command;
    ConfigurationFlags.addTo(command);
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(markdown ? ConfigurationPage.markdown() : effective());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private String effective() {
    Settings settings = ConfigurationFlags.sources(spec.commandLine().getParseResult()).read();
    Configuration.of(settings);
    return ConfigurationText.of(settings);
  }
}
