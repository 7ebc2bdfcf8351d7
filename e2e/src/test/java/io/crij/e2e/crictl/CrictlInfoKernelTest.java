package io.crij.e2e.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.SharedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What crictl tells about the daemon and its node. */
@ExtendWith(NeedsCrictl.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrictlInfoKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void versionNamesTheRuntimeAndTheApi() {
    assertThat(user().output("version").lines().map(line -> line.replaceAll(" +", " ")))
        .contains("RuntimeName: crij", "RuntimeApiVersion: v1");
  }

  @Test
  void infoShowsRuntimeAndNetworkReady() {
    JsonNode info = user().json("info");
    assertThat(info.required("status").required("conditions").values())
        .extracting(condition -> condition.required("type").asString())
        .contains("RuntimeReady", "NetworkReady");
    assertThat(info.required("status").required("conditions").values())
        .allMatch(condition -> condition.required("status").asBoolean());
    assertThat(info.required("daemon").required("root").asString())
        .isEqualTo(crij.node().setup().root().toString());
  }

  @Test
  void runtimeConfigTellsTheCgroupDriver() {
    assertThat(user().output("runtime-config")).contains("CGROUPFS");
  }

  @Test
  void imageFileSystemIsTheRootAndHoldsSomething() {
    JsonNode images =
        user().json("imagefsinfo").required("status").required("imageFilesystems").required(0);
    assertThat(images.required("fsId").required("mountpoint").asString())
        .isEqualTo(crij.node().setup().root().toString());
    assertThat(images.required("usedBytes").required("value").asLong()).isPositive();
    assertThat(images.required("inodesUsed").required("value").asLong()).isPositive();
  }

  @Test
  void listsOfAnEmptyNodeAreEmpty() {
    assertThat(user().list("items", "pods", "-o", "json")).isEmpty();
    assertThat(user().list("containers", "ps", "-a", "-o", "json")).isEmpty();
  }

  @Test
  void whatIsNotThereYetIsSaidToBeMissing() {
    CrictlPod pod = user().runPod("missing");
    String container = pod.start(user().containerFile("shell", "sleep", "1000"));
    String archive = crij.node().setup().directory().resolve("checkpoint.tar").toString();
    assertThat(user().refusal("checkpoint", "--export=" + archive, container))
        .contains("code = Unimplemented", "RuntimeService/CheckpointContainer ");
    assertThat(user().output("exec", "-s", container, "echo", "yet")).isEqualTo("yet");
  }

  private CrictlUser user() {
    return CrictlUser.of(crij.node());
  }
}
