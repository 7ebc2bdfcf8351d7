package io.crij.oci.runtime;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.process.Command;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.Spawner;
import io.crij.operations.failure.Failure;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds out whether and how a configured runtime works on this node. */
public final class RuntimeProber {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Spawner spawner;
  private final Cgroups cgroups;

  public RuntimeProber(Spawner spawner, Cgroups cgroups) {
    this.spawner = spawner;
    this.cgroups = cgroups;
  }

  /** Starts the program twice: platform threads only. Never throws for a bad runtime. */
  public RuntimeProbe probe(RuntimeHandler handler) {
    Path program = handler.program();
    if (!Files.isExecutable(program)) {
      return new RuntimeProbe.Unusable(
          program + " is not an executable file; install it or correct runtime_path");
    }
    try {
      RuntimeCommand runtime = new RuntimeCommand(program, new Command(spawner));
      CommandResult version = runtime.run("cannot probe " + program, List.of("--version"), TIMEOUT);
      if (!version.exit().isSuccess()) {
        return new RuntimeProbe.Unusable(program + " --version fails with " + version.exit());
      }
      VersionReport report = VersionReport.parse(RuntimeCommand.text(version.stdout()));
      Optional<String> obstacle = obstacle(report);
      if (obstacle.isPresent()) {
        return new RuntimeProbe.Unusable(obstacle.get());
      }
      RuntimeFacts facts =
          features(runtime)
              .map(features -> report.facts(features))
              .orElseGet(report::factsWithoutFeatures);
      return new RuntimeProbe.Usable(
          new OciRuntime(handler, facts, spawner, cgroups), facts, report.warnings());
    } catch (IOException | Failure failure) {
      return new RuntimeProbe.Unusable(String.valueOf(failure.getMessage()));
    }
  }

  private static Optional<JsonNode> features(RuntimeCommand runtime) {
    CommandResult result =
        runtime.run("cannot probe " + runtime.program(), List.of("features"), TIMEOUT);
    if (!result.exit().isSuccess()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.strict().readTree(result.stdout()));
    } catch (JacksonException garbage) {
      throw Failure.wrap(runtime.program() + " features printed no JSON", garbage);
    }
  }

  /** crun refuses a v2 hierarchy with controllers beside those of v1, at each create. */
  private Optional<String> obstacle(VersionReport report) throws IOException {
    CgroupHost host = cgroups.host();
    if (report.kind() != RuntimeKind.CRUN || host.isV2() || host.unified().isEmpty()) {
      return Optional.empty();
    }
    String controllers =
        Files.readString(host.unified().get().resolve("cgroup.controllers")).strip();
    return controllers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "crun does not work with control groups of both versions while the v2 hierarchy at "
                + host.unified().get()
                + " has controllers ("
                + controllers
                + "); mount a v1 hierarchy for each of them, boot with v2 alone, or use runc");
  }
}
