package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line client of CRI, against one socket and with a configuration of its own. */
public final class Crictl {
  private final Path program;
  private final Path socket;
  private final Path configuration;

  private Crictl(Path program, Path socket, Path configuration) {
    this.program = program;
    this.socket = socket;
    this.configuration = configuration;
  }

  /** The program that e2e/tools/build made, where there is one. */
  public static Optional<Path> program() {
    return Tools.find("crictl");
  }

  public static Crictl of(Path program, DaemonSetup setup) {
    Path configuration = setup.directory().resolve("crictl.yaml");
    try {
      Files.writeString(configuration, "timeout: 20\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Crictl(program, setup.socket(), configuration);
  }

  public HostProgram.Outcome run(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--config",
                configuration.toString(),
                "--runtime-endpoint",
                "unix://" + socket,
                "--image-endpoint",
                "unix://" + socket));
    command.addAll(List.of(arguments));
    return HostProgram.run(command, Map.of());
  }

  /** What it printed; fails when it failed. */
  public String output(String... arguments) {
    return run(arguments).output();
  }

  /** What it printed, as JSON. */
  public JsonNode json(String... arguments) {
    return JsonMapper.shared().readTree(output(arguments));
  }
}
