package io.crij.e2e.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.SharedNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What crictl shows of the use of pods and containers. */
@ExtendWith(NeedsCrictl.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrictlStatsKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private CrictlUser user() {
    return CrictlUser.of(crij.node());
  }

  @Test
  void statsTakesTwoSamplesOfEachContainer() {
    String container = user().runPod("stats").start(user().containerFile("shell", "sleep", "1000"));
    assertThat(user().output("stats").lines().map(line -> line.split(" +")[0]))
        .anyMatch(id -> id.length() > 10 && container.startsWith(id));
    List<JsonNode> all = user().list("stats", "stats", "-o", "json", container);
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().required("memory").required("usageBytes").required("value").asLong())
        .isPositive();
  }

  @Test
  void statspShowsThePodWithItsNetwork() {
    CrictlPod pod = user().runPod("statsp");
    assertThat(user().output("statsp")).contains(pod.id().substring(0, 13));
    JsonNode told = user().list("stats", "statsp", "-o", "json").getFirst();
    assertThat(
            told.required("linux")
                .required("network")
                .required("defaultInterface")
                .required("name")
                .asString())
        .isEqualTo("eth0");
  }

  @Test
  void metricsAndTheirDescriptions() {
    CrictlPod pod = user().runPod("metrics");
    String container = pod.start(user().containerFile("shell", "sleep", "1000"));
    JsonNode metrics = user().json("metricsp").required("podMetrics").required(0);
    assertThat(metrics.required("podSandboxId").asString()).isEqualTo(pod.id());
    assertThat(metrics.required("containerMetrics").required(0).required("containerId").asString())
        .isEqualTo(container);
    assertThat(user().output("metricdescs")).contains("container_cpu_usage_seconds_total");
  }
}
