package io.crij.e2e.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.SharedNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Pods through crictl, from runp to rmp. */
@ExtendWith(NeedsCrictl.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrictlPodKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void aPodIsRunListedInspectedStoppedAndRemoved() {
    CrictlPod pod = user().runPod("life");
    JsonNode listed = listed(pod.id());
    assertThat(listed.required("state").asString()).isEqualTo("SANDBOX_READY");
    assertThat(listed.required("metadata").required("name").asString()).isEqualTo("life");
    assertThat(listed.required("labels").required("made-by").asString()).isEqualTo("crictl");

    JsonNode status = status(pod.id());
    assertThat(status.required("state").asString()).isEqualTo("SANDBOX_READY");
    assertThat(status.required("network").required("ip").asString())
        .startsWith(crij.node().network().subnet() + ".");

    assertThat(user().output("stopp", pod.id())).contains(pod.id());
    assertThat(listed(pod.id()).required("state").asString()).isEqualTo("SANDBOX_NOTREADY");
    assertThat(user().ids("pods", "--quiet", "--state", "ready")).isEmpty();

    assertThat(user().output("rmp", pod.id())).contains(pod.id());
    assertThat(user().list("items", "pods", "-o", "json")).isEmpty();
    assertThat(user().refusal("inspectp", pod.id())).contains("there is no pod sandbox");
    crij.node().assertNothingLeft();
  }

  @Test
  void theSameFileAgainIsTheSamePod() {
    Path file = user().podFile("again");
    String id = user().output("runp", file.toString());
    assertThat(user().output("runp", file.toString())).isEqualTo(id);
    assertThat(user().ids("pods", "--quiet", "--no-trunc")).containsExactly(id);
  }

  @Test
  void aReadyPodIsRemovedOnlyByForceAndThenWithItsContainers() {
    CrictlPod pod = user().runPod("forced");
    String container = pod.start(user().containerFile("shell", "sleep", "1000"));
    user().refusal("rmp", pod.id());
    assertThat(status(pod.id()).required("state").asString()).isEqualTo("SANDBOX_READY");
    assertThat(pod.status(container).required("state").asString()).isEqualTo("CONTAINER_RUNNING");

    user().output("rmp", "-f", pod.id());
    assertThat(user().list("containers", "ps", "-a", "-o", "json")).isEmpty();
    crij.node().assertNothingLeft();
  }

  @Test
  void aPodIsFoundByTheBeginningOfItsId() {
    CrictlPod pod = user().runPod("short");
    String shown = user().ids("pods", "--quiet").getFirst();
    assertThat(pod.id()).startsWith(shown);
    assertThat(status(pod.id().substring(0, 13)).required("id").asString()).isEqualTo(pod.id());
  }

  @Test
  void stoppingTwiceIsNoFault() {
    CrictlPod pod = user().runPod("twice");
    user().output("stopp", pod.id());
    user().output("stopp", pod.id());
    user().output("rmp", pod.id());
  }

  @Test
  void aHandlerThatIsNotConfiguredIsNamed() {
    String file = user().podFile("handler").toString();
    assertThat(user().refusal("runp", "--runtime", "no-such-runtime", file))
        .contains("no-such-runtime");
    assertThat(user().list("items", "pods", "-o", "json")).isEmpty();
  }

  @Test
  void aPodThatIsNotThereIsNamed() {
    String unknown = "0".repeat(64);
    assertThat(user().refusal("inspectp", unknown))
        .contains("code = NotFound", "there is no pod sandbox", unknown);
    assertThat(user().refusal("rmp", unknown)).contains("there is no pod sandbox", unknown);
    String container = user().containerFile("shell").toString();
    assertThat(user().refusal("create", unknown, container, user().podFile("unknown").toString()))
        .contains("code = NotFound", unknown);
  }

  @Test
  void aPodWithoutANameIsRefused() {
    String file = user().write("nameless", Map.of("metadata", Map.of("uid", "1"))).toString();
    assertThat(user().refusal("runp", file)).contains("name");
    assertThat(user().list("items", "pods", "-o", "json")).isEmpty();
  }

  private JsonNode status(String id) {
    return user().json("inspectp", id).required("status");
  }

  private JsonNode listed(String id) {
    return user().list("items", "pods", "-o", "json").stream()
        .filter(pod -> pod.required("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private CrictlUser user() {
    return CrictlUser.of(crij.node());
  }
}
