package io.crij.oci.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.Cgroups;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.runtime.RuntimeKind;
import io.crij.oci.runtime.RuntimeProbe;
import io.crij.oci.runtime.RuntimeProber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProberKernelTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"crun", "runc"})
  void theRuntimesOfThisNode(String runtime) throws Exception {
    try (Lab lab = new Lab(runtime, directory)) {
      RuntimeProbe.Usable usable = lab.probe(lab.program());

      assertThat(usable.facts().kind())
          .isEqualTo(RuntimeKind.valueOf(runtime.toUpperCase(Locale.ROOT)));
      assertThat(usable.facts().version()).matches("\\d+\\.\\d+.*");
      assertThat(usable.facts().seccomp()).isTrue();
      RuntimeHandlers handlers =
          RuntimeHandlers.probe(List.of(lab.handler(lab.program())), "test", lab.prober);
      assertThat(handlers.find("").orElseThrow().facts()).isEqualTo(usable.facts());
    }
  }

  @Test
  void whatIsNoRuntimeSaysSo() throws Exception {
    try (Lab lab = new Lab("runc", directory)) {
      assertThat(lab.prober.probe(lab.handler(Path.of("/absent"))))
          .isEqualTo(
              new RuntimeProbe.Unusable(
                  "/absent is not an executable file; install it or correct runtime_path"));
      assertThat(lab.prober.probe(lab.handler(Path.of("/bin/false"))))
          .isEqualTo(new RuntimeProbe.Unusable("/bin/false --version fails with exit code 1"));
      Path garbage = Files.writeString(directory.resolve("garbage"), "\u0001");
      assertThat(garbage.toFile().setExecutable(true)).isTrue();
      assertThat(lab.prober.probe(lab.handler(garbage)))
          .isInstanceOfSatisfying(
              RuntimeProbe.Unusable.class,
              unusable -> assertThat(unusable.reason()).contains("garbage"));
    }
  }

  @Test
  void crunIsToldApartWhereItWouldRefuse() throws Exception {
    try (Lab lab = new Lab("crun", directory)) {
      Path unified = Files.createDirectory(directory.resolve("unified"));
      Files.writeString(unified.resolve("cgroup.controllers"), "hugetlb\n");
      CgroupHost hybrid =
          new CgroupHost(CgroupHost.Version.V1, Map.of("memory", directory), Optional.of(unified));

      assertThat(
              new RuntimeProber(lab.spawner, new Cgroups(hybrid)).probe(lab.handler(lab.program())))
          .isInstanceOfSatisfying(
              RuntimeProbe.Unusable.class,
              unusable ->
                  assertThat(unusable.reason()).contains(unified.toString()).contains("hugetlb"));
    }
  }
}
