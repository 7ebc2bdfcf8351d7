package io.crij.deploy.daemon;

import io.crij.deploy.config.Configuration;
import io.crij.deploy.config.ProgramSearch;
import io.crij.deploy.config.RuntimeConfiguration;
import io.crij.oci.runtime.RuntimeHandler;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.runtime.RuntimeProbe;
import io.crij.oci.runtime.RuntimeProber;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes the configured OCI runtimes and chooses the default one. */
final class Handlers {
  private static final Logger log = LoggerFactory.getLogger(Handlers.class);
  private static final List<String> PREFERRED = List.of("crun", "runc");

  /** Where a program is expected that was found nowhere, so that its absence has a name. */
  private static final Path USUAL = Path.of("/usr/bin");

  private Handlers() {}

  /**
   * Starts all programs at the same time.
   *
   * @param threads platform threads
   * @throws FailedPrecondition when the default handler does not work here, with the reason
   */
  static RuntimeHandlers probe(
      Configuration configuration, RuntimeProber prober, Executor threads) {
    RuntimeConfiguration runtime = configuration.runtime();
    Map<String, CompletableFuture<RuntimeProbe>> running = new LinkedHashMap<>();
    for (RuntimeConfiguration.Handler handler : runtime.handlers()) {
      running.put(
          handler.name(),
          CompletableFuture.supplyAsync(() -> probe(prober, handler(handler)), threads));
    }
    Map<String, RuntimeProbe> probes = new LinkedHashMap<>();
    running.forEach((name, probe) -> probes.put(name, probe.join()));
    probes.forEach(Handlers::tell);
    String chosen = runtime.defaultRuntime().orElseGet(() -> firstUsable(probes));
    switch (probes.get(chosen)) {
      case RuntimeProbe.Unusable unusable ->
          throw new FailedPrecondition(
              "the default runtime " + chosen + " does not work here: " + unusable.reason(),
              "Correct that (Debian, Ubuntu: apt-get install crun runc), or choose another one with"
                  + " --default-runtime");
      case RuntimeProbe.Usable usable -> requireStrict(configuration, chosen, usable);
    }
    log.info("default runtime {}", chosen);
    return new RuntimeHandlers(probes, chosen);
  }

  /** The runtimes would make their directories with the first container, readable for others. */
  private static RuntimeProbe probe(RuntimeProber prober, RuntimeHandler handler) {
    try {
      OwnDirectory.ensure(handler.stateRoot());
    } catch (IOException e) {
      return new RuntimeProbe.Unusable(
          "its directory " + handler.stateRoot() + " cannot be made: " + e.getMessage());
    }
    return prober.probe(handler);
  }

  private static RuntimeHandler handler(RuntimeConfiguration.Handler handler) {
    Path program =
        handler
            .path()
            .or(() -> ProgramSearch.STANDARD.find(handler.name()))
            .orElse(USUAL.resolve(handler.name()));
    return new RuntimeHandler(handler.name(), program, handler.root());
  }

  private static String firstUsable(Map<String, RuntimeProbe> probes) {
    return PREFERRED.stream()
        .filter(name -> probes.get(name) instanceof RuntimeProbe.Usable)
        .findFirst()
        .orElse(PREFERRED.getFirst());
  }

  private static void tell(String name, RuntimeProbe probe) {
    switch (probe) {
      case RuntimeProbe.Usable usable -> {
        log.info("runtime {} is {}", name, usable.facts().version());
        usable.warnings().forEach(warning -> log.warn("runtime {}: {}", name, warning));
      }
      case RuntimeProbe.Unusable unusable ->
          log.info("runtime {} is not usable: {}", name, unusable.reason());
    }
  }

  private static void requireStrict(
      Configuration configuration, String name, RuntimeProbe.Usable usable) {
    if (configuration.strictVersions() && !usable.warnings().isEmpty()) {
      throw new FailedPrecondition(
          "crij.strict_versions: the default runtime "
              + name
              + " has a known weakness: "
              + usable.warnings().getFirst(),
          "Install a newer one, or choose another one with --default-runtime");
    }
  }
}
