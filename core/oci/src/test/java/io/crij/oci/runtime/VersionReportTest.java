package io.crij.oci.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.record.Json;
import org.junit.jupiter.api.Test;

final class VersionReportTest {
  @Test
  void crunTellsItsFeaturesInTheVersion() {
    VersionReport report =
        VersionReport.parse(
            """
            crun version 1.8.1
            commit: f8a096be
            rundir: /run/crun
            spec: 1.0.0
            +SYSTEMD +SELINUX +APPARMOR +CAP +SECCOMP +EBPF +YAJL
            """);

    assertThat(report.factsWithoutFeatures())
        .isEqualTo(new RuntimeFacts(RuntimeKind.CRUN, "1.8.1", "1.0.2", false, false, true));
    assertThat(report.warnings()).singleElement().asString().contains("crun 1.8.1", "1.28.0");
  }

  @Test
  void runcTellsItsFeaturesInADocument() {
    VersionReport report = VersionReport.parse("runc version 1.5.2\nspec: 1.3.0\n");
    String features =
        """
        {"mountOptions":["ro","rro"],"linux":{"seccomp":{"enabled":true},
        "mountExtensions":{"idmap":{"enabled":true}}}}\
        """;

    assertThat(report.facts(Json.strict().readTree(features)))
        .isEqualTo(new RuntimeFacts(RuntimeKind.RUNC, "1.5.2", "1.0.2", true, true, true));
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void aPatchedVersionIsStillOld() {
    assertThat(VersionReport.parse("runc version 1.1.5+ds1\nlibseccomp: 2.5.4").warnings())
        .hasSize(1);
    assertThat(VersionReport.parse("runc version 1.3.6").warnings()).isEmpty();
  }

  @Test
  void whatIsUnknownHasNoWarnings() {
    VersionReport report = VersionReport.parse("");

    assertThat(report.kind()).isEqualTo(RuntimeKind.OTHER);
    assertThat(report.version()).isEqualTo("unknown");
    assertThat(report.warnings()).isEmpty();
  }
}
