package io.crij.e2e.critest;

import io.crij.e2e.critest.SpecResult.Outcome;
import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.DaemonUnderTest;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.LocalRegistry;
import io.crij.e2e.harness.PodNetwork;
import io.crij.e2e.harness.Scripts;
import io.crij.e2e.harness.Tools;
import io.crij.e2e.harness.Wreckage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run of the conformance suite: images, registry, daemon, suite, table. */
final class CritestRun {
  /** The names that the suite's images have; a mirror stands for each of these registries. */
  private static final List<String> HOSTS =
      List.of("registry.k8s.io", "gcr.io", "k8s.gcr.io", "public.ecr.aws");

  /** It asks for one image by a digest that no other build of it can have. */
  private static final String NEEDS_THE_INTERNET = "public image with digest";

  /** What making all of them may take on a busy machine. */
  private static final Duration IMAGES = Duration.ofMinutes(10);

  private CritestRun() {}

  static void main(String[] arguments) throws IOException, InterruptedException {
    CritestOptions options = CritestOptions.parse(arguments);
    Path directory =
        Files.setPosixFilePermissions(
            Files.createTempDirectory("crij-critest"),
            PosixFilePermissions.fromString("rwxr-xr-x"));
    SuiteReport report;
    try (LocalRegistry registry = LocalRegistry.start(directory.resolve("registry"))) {
      HostProgram.run(IMAGES, Scripts.script("e2e/images/build").toString(), registry.address())
          .output();
      report = run(options, directory, registry);
    }
    System.out.println();
    System.out.print(report.table());
    System.out.println("critest with " + options.runtime().handler() + ": " + report.counts());
    if (options.summary().isPresent()) {
      Files.writeString(
          options.summary().get(),
          "%d %d %d%n"
              .formatted(
                  report.count(Outcome.PASSED),
                  report.count(Outcome.FAILED),
                  report.count(Outcome.SKIPPED)));
    }
    System.exit(report.count(Outcome.FAILED) == 0 ? 0 : 1);
  }

  private static SuiteReport run(CritestOptions options, Path directory, LocalRegistry registry)
      throws IOException, InterruptedException {
    DaemonSetup setup =
        DaemonSetup.in(directory, registriesConf(registry))
            .withDefaultRuntime(options.runtime().handler())
            .withConfiguration(options.runtime().configuration());
    try (PodNetwork network = PodNetwork.free(directory);
        DaemonUnderTest daemon = new DaemonUnderTest(setup)) {
      network.writeTo(setup.cniDirectory());
      daemon.start();
      suite(options, setup);
      daemon.terminate();
      return SuiteReport.read(junit(directory));
    } catch (IOException | RuntimeException | AssertionError e) {
      System.err.println(Files.readString(setup.log()));
      throw e;
    } finally {
      keepLog(setup);
      Wreckage.clear(setup);
    }
  }

  private static void suite(CritestOptions options, DaemonSetup setup)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tools.require("critest").toString(),
                "-runtime-endpoint=unix://" + setup.socket(),
                "-ginkgo.skip=" + NEEDS_THE_INTERNET,
                "-ginkgo.no-color",
                "-ginkgo.junit-report=" + junit(setup.directory())));
    command.addAll(options.flags());
    ProcessBuilder builder = new ProcessBuilder(command).directory(setup.directory().toFile());
    builder.environment().put("PATH", HostProgram.PATH);
    // The suite visits pods by HTTP, where a proxy of the host would be in the way.
    List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        .forEach(builder.environment()::remove);
    builder.inheritIO().start().waitFor();
  }

  private static Path junit(Path directory) {
    return directory.resolve("critest.xml");
  }

  private static void keepLog(DaemonSetup setup) throws IOException {
    Path kept = Path.of("target", "critest.log");
    Files.copy(setup.log(), kept, StandardCopyOption.REPLACE_EXISTING);
    System.out.println("the daemon's log: " + kept.toAbsolutePath());
  }

  private static String registriesConf(LocalRegistry registry) {
    StringBuilder text = new StringBuilder();
    for (String host : HOSTS) {
      text.append(
          """
          [[registry]]
          prefix = "%1$s"
          location = "%1$s"

          [[registry.mirror]]
          location = "%2$s"
          insecure = true

          """
              .formatted(host, registry.address()));
    }
    return text.toString();
  }
}
