package io.crij.e2e.info;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.CgroupDriver;
import io.crij.cri.v1.RuntimeCondition;
import io.crij.cri.v1.RuntimeConfigRequest;
import io.crij.cri.v1.RuntimeFeatures;
import io.crij.cri.v1.RuntimeHandler;
import io.crij.cri.v1.StatusRequest;
import io.crij.cri.v1.StatusResponse;
import io.crij.cri.v1.VersionRequest;
import io.crij.cri.v1.VersionResponse;
import io.crij.e2e.harness.SharedNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(Lifecycle.PER_CLASS)
class RuntimeInfoKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void everyClientAsksForTheVersionFirstAndWithoutNamingOne() {
    VersionResponse version = crij.client().runtime().version(VersionRequest.getDefaultInstance());
    assertThat(version.getRuntimeName()).isEqualTo("crij");
    assertThat(version.getVersion()).isEqualTo("0.1.0");
    assertThat(version.getRuntimeVersion()).isNotEmpty();
    assertThat(version.getRuntimeApiVersion()).isEqualTo("v1");
  }

  @Test
  void runtimeAndNetworkAreReady() {
    StatusResponse status = crij.client().runtime().status(StatusRequest.getDefaultInstance());
    assertThat(status.getStatus().getConditionsList())
        .extracting(RuntimeCondition::getType)
        .contains("RuntimeReady", "NetworkReady");
    assertThat(status.getStatus().getConditionsList())
        .allSatisfy(condition -> assertThat(condition.getStatus()).isTrue());
    assertThat(status.getInfoMap()).isEmpty();
  }

  @Test
  void theDefaultHandlerIsListedUnderItsNameAndUnderNone() {
    StatusResponse status = crij.client().runtime().status(StatusRequest.getDefaultInstance());
    assertThat(status.getRuntimeHandlersList())
        .extracting(RuntimeHandler::getName)
        .doesNotHaveDuplicates()
        .contains("")
        .containsAnyOf("crun", "runc");
  }

  @Test
  void verboseStatusIsJson() {
    Map<String, String> info =
        crij.client()
            .runtime()
            .status(StatusRequest.newBuilder().setVerbose(true).build())
            .getInfoMap();
    assertThat(info).isNotEmpty();
    assertThat(info.values())
        .allSatisfy(value -> assertThat(JsonMapper.shared().readTree(value)).isNotNull());
  }

  @Test
  void featuresAreThoseThatAreThere() {
    StatusResponse status = crij.client().runtime().status(StatusRequest.getDefaultInstance());
    assertThat(status.getFeatures())
        .isEqualTo(
            RuntimeFeatures.newBuilder()
                .setSupplementalGroupsPolicy(true)
                .setMountOptions(true)
                .build());
    assertThat(status.getRuntimeHandlersList())
        .isNotEmpty()
        .noneMatch(handler -> handler.getFeatures().getUserNamespaces());
  }

  @Test
  void theKubeletIsToldWhichCgroupDriverToUse() {
    CgroupDriver driver =
        crij.client()
            .runtime()
            .runtimeConfig(RuntimeConfigRequest.getDefaultInstance())
            .getLinux()
            .getCgroupDriver();
    assertThat(driver).isEqualTo(CgroupDriver.CGROUPFS);
  }
}
