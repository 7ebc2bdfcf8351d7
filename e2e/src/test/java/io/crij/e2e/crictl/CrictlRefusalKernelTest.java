package io.crij.e2e.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestImages;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers that cannot be: crictl fails and shows the daemon's sentence. */
@ExtendWith(NeedsCrictl.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrictlRefusalKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void anImageThatWasNotPulledIsNamed() {
    String image = TestImages.HOST + "/e2e/never-pulled:1";
    assertThat(refusedCreate(user().containerFile("no-image", image, Map.of(), "true")))
        .contains("code = NotFound", image);
  }

  @Test
  void anImageWithoutACommandNeedsOne() {
    crij.node().pull(TestImage.NO_COMMAND);
    assertThat(
            refusedCreate(user().containerFile("none", TestImage.NO_COMMAND.reference(), Map.of())))
        .contains("code = InvalidArgument", "command");
  }

  @Test
  void aUserThatTheImageDoesNotHaveIsNamed() {
    Path file =
        user()
            .containerFile(
                "nobody",
                TestImage.BUSYBOX.reference(),
                Map.of("run_as_username", "nobody-knows-me"),
                "true");
    assertThat(refusedCreate(file)).contains("nobody-knows-me");
  }

  @Test
  void aCommandThatIsNotInTheImageIsNamed() {
    CrictlPod pod = user().runPod("no-command");
    String container = user().containerFile("bad", "/no/such/program").toString();
    assertThat(user().refusal("run", container, user().podFile("run").toString()))
        .contains("/no/such/program");
    String good = pod.start(user().containerFile("good", "sleep", "1000"));
    assertThat(user().output("exec", "-s", good, "echo", "works")).isEqualTo("works");
  }

  @Test
  void aContainerThatIsNotThereIsNamed() {
    String unknown = "0".repeat(64);
    assertThat(user().refusal("inspect", unknown))
        .contains("code = NotFound", "there is no container", unknown);
    assertThat(user().refusal("start", unknown))
        .contains("code = NotFound", "there is no container", unknown);
    assertThat(user().refusal("exec", "-s", unknown, "true"))
        .contains("there is no container", unknown);
    assertThat(user().refusal("logs", unknown)).contains("there is no container", unknown);
    assertThat(user().refusal("rm", unknown)).contains("there is no container", unknown);
  }

  @Test
  void aContainerIsStartedOnceAndTakesCommandsOnlyThen() {
    CrictlPod pod = user().runPod("once");
    String id = pod.create(user().containerFile("shell", "sleep", "1000"));
    assertThat(user().refusal("exec", "-s", id, "true")).contains("code = FailedPrecondition");
    user().output("start", id);
    user().output("start", id);
    user().output("stop", id);
    assertThat(user().refusal("start", id)).contains("code = FailedPrecondition");
  }

  /** Refused, with nothing left of it, and the pod takes a good one. */
  private String refusedCreate(Path container) {
    CrictlPod pod = user().runPod("refused");
    String refusal =
        user().refusal("create", pod.id(), container.toString(), pod.file().toString());
    assertThat(user().list("containers", "ps", "-a", "-o", "json")).isEmpty();
    pod.start(user().containerFile("good", "sleep", "1000"));
    return refusal;
  }

  private CrictlUser user() {
    return CrictlUser.of(crij.node());
  }
}
