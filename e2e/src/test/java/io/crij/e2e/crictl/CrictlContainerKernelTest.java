package io.crij.e2e.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.SharedNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Containers through crictl, from create to rm. */
@ExtendWith(NeedsCrictl.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrictlContainerKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void aContainerIsCreatedStartedStoppedAndRemoved() {
    CrictlPod pod = user().runPod("life");
    String id = pod.create(user().containerFile("shell", "sh", "-c", Containers.WAIT));
    assertThat(user().ids("ps", "--quiet")).isEmpty();
    assertThat(listed(id).required("state").asString()).isEqualTo("CONTAINER_CREATED");

    assertThat(user().output("start", id)).isEqualTo(id);
    JsonNode running = listed(id);
    assertThat(running.required("state").asString()).isEqualTo("CONTAINER_RUNNING");
    assertThat(running.required("podSandboxId").asString()).isEqualTo(pod.id());
    assertThat(running.required("metadata").required("name").asString()).isEqualTo("shell");
    assertThat(user().ids("ps", "--quiet", "--no-trunc")).containsExactly(id);
    assertThat(user().json("inspect", id).required("info").required("pid").asLong()).isPositive();

    user().output("stop", "--timeout", "20", id);
    assertThat(user().ids("ps", "--quiet")).isEmpty();
    assertThat(listed(id).required("state").asString()).isEqualTo("CONTAINER_EXITED");
    assertThat(pod.status(id).required("exitCode").asInt()).isZero();

    user().output("rm", id);
    assertThat(user().list("containers", "ps", "-a", "-o", "json")).isEmpty();
    assertThat(user().refusal("inspect", id)).contains("there is no container", id);
  }

  @Test
  void execSaysWhatTheCommandSaysAndFailsWhenItFails() {
    CrictlPod pod = user().runPod("exec");
    String id = pod.start(user().containerFile("shell", "sleep", "1000"));
    assertThat(user().output("exec", "-s", id, "hostname")).isEqualTo("exec");

    HostProgram.Outcome failed =
        user().crictl().run("exec", "-s", id, "sh", "-c", "echo err >&2; exit 7");
    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.stderr()).contains("exited with 7: err");

    assertThat(user().refusal("exec", "-s", "--timeout", "1", id, "sleep", "1000"))
        .contains("code = DeadlineExceeded");
    assertThat(user().refusal("exec", "-s", id, "no-such-program")).contains("no-such-program");
  }

  @Test
  void logsAreOnTheStreamsThatTheyWereWrittenTo() {
    CrictlPod pod = user().runPod("logs");
    String id =
        pod.start(user().containerFile("talker", "sh", "-c", "echo one; echo two >&2; echo three"));
    pod.exited(id);
    HostProgram.Outcome logs = user().crictl().run("logs", id);
    assertThat(logs.exitCode()).isZero();
    assertThat(logs.stdout()).isEqualTo("one\nthree\n");
    assertThat(logs.stderr()).isEqualTo("two\n");
  }

  @Test
  void inspectTellsHowItEnded() {
    CrictlPod pod = user().runPod("exits");
    JsonNode failed = pod.exited(pod.start(user().containerFile("failed", "sh", "-c", "exit 3")));
    assertThat(failed.required("exitCode").asInt()).isEqualTo(3);
    assertThat(failed.required("reason").asString()).isEqualTo("Error");
    JsonNode done = pod.exited(pod.start(user().containerFile("done", "true")));
    assertThat(done.required("exitCode").asInt()).isZero();
    assertThat(done.required("reason").asString()).isEqualTo("Completed");
    assertThat(done.required("finishedAt").asString()).isGreaterThan("2020");
  }

  @Test
  void stopWithoutATimeKillsAtOnce() {
    CrictlPod pod = user().runPod("killed");
    String id = pod.start(user().containerFile("shell", "sh", "-c", Containers.WAIT));
    user().output("stop", id);
    assertThat(pod.status(id).required("exitCode").asInt()).isEqualTo(128 + 9);
  }

  @Test
  void aRunningContainerIsRemovedOnlyByForce() {
    CrictlPod pod = user().runPod("forced");
    String id = pod.start(user().containerFile("shell", "sleep", "1000"));
    user().refusal("rm", id);
    assertThat(listed(id).required("state").asString()).isEqualTo("CONTAINER_RUNNING");
    user().output("rm", "-f", id);
    assertThat(user().list("containers", "ps", "-a", "-o", "json")).isEmpty();
  }

  @Test
  void runMakesPodAndContainerAtOnce() {
    String id =
        user()
            .output(
                "run",
                user().containerFile("shell", "sleep", "1000").toString(),
                user().podFile("run").toString());
    assertThat(listed(id).required("state").asString()).isEqualTo("CONTAINER_RUNNING");
    assertThat(user().output("exec", "-s", id, "hostname")).isEqualTo("run");
    user().output("rmp", "-f", listed(id).required("podSandboxId").asString());
    crij.node().assertNothingLeft();
  }

  @Test
  void containersAreFoundByNameLabelAndPod() {
    CrictlPod pod = user().runPod("filters");
    String one = pod.create(user().containerFile("one", "true"));
    String two = pod.create(user().containerFile("two", "true"));
    List<String> all = List.of("ps", "-a", "--quiet", "--no-trunc");
    assertThat(ids(all, "--name", "one")).containsExactly(one);
    assertThat(ids(all, "--label", "kind=two")).containsExactly(two);
    assertThat(ids(all, "--pod", pod.id().substring(0, 13))).containsExactlyInAnyOrder(one, two);
    assertThat(ids(all, "--state", "running")).isEmpty();
  }

  private List<String> ids(List<String> command, String... more) {
    return user()
        .ids(Stream.concat(command.stream(), List.of(more).stream()).toArray(String[]::new));
  }

  private JsonNode listed(String id) {
    return user().list("containers", "ps", "-a", "-o", "json").stream()
        .filter(container -> container.required("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private CrictlUser user() {
    return CrictlUser.of(crij.node());
  }
}
