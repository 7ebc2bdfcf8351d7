package io.crij.deploy.command;

import io.crij.deploy.config.ConfigSources;
import io.crij.deploy.config.FlagDescription;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags that {@code serve} and {@code config} share, made from the table of keys. */
final class ConfigurationFlags {
  private static final String CONFIG = "--config";
  private static final String CONFIG_DIR = "--config-dir";

  private ConfigurationFlags() {}

  static void addTo(CommandSpec command) {
    command.addOption(
        OptionSpec.builder("-c", CONFIG)
            .type(Path.class)
            .paramLabel("FILE")
            .description("The main configuration file (default: " + ConfigSources.STANDARD + ").")
            .build());
    command.addOption(
        OptionSpec.builder("-d", CONFIG_DIR)
            .type(Path.class)
            .paramLabel("DIR")
            .description("Its drop-in files, *.toml (default: FILE.d).")
            .build());
    for (FlagDescription flag : FlagDescription.all()) {
      command.addOption(
          OptionSpec.builder(flag.name())
              .type(List.class)
              .auxiliaryTypes(String.class)
              .arity("1")
              .paramLabel(flag.value())
              .description(flag.meaning())
              .build());
    }
  }

  static ConfigSources sources(ParseResult parsed) {
    Map<String, List<String>> flags = new HashMap<>();
    for (FlagDescription flag : FlagDescription.all()) {
      List<String> words = parsed.matchedOptionValue(flag.name(), List.of());
      flags.put(flag.name(), words);
    }
    Optional<Path> main = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, (Path) null));
    Optional<Path> dropIns =
        Optional.ofNullable(parsed.matchedOptionValue(CONFIG_DIR, (Path) null));
    return new ConfigSources(
        main.map(Path::toAbsolutePath), dropIns.map(Path::toAbsolutePath), flags);
  }
}
