package io.crij.e2e.crictl;

import io.crij.e2e.harness.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A pod that crictl has run, with the file that it came from. */
record CrictlPod(CrictlUser user, String id, Path file) {
  private static final Duration EXIT = Duration.ofSeconds(20);

  /** Creates a container of this pod and returns its id. */
  String create(Path container) {
    return user.output("create", id, container.toString(), file.toString());
  }

  /** Creates and starts. */
  String start(Path container) {
    String containerId = create(container);
    user.output("start", containerId);
    return containerId;
  }

  /** The status of a container of this pod. */
  JsonNode status(String containerId) {
    return user.json("inspect", containerId).required("status");
  }

  /** Its status when it has exited. */
  JsonNode exited(String containerId) {
    return Await.value(
        "container " + containerId + " exited",
        EXIT,
        () ->
            Optional.of(status(containerId))
                .filter(status -> status.required("state").asString().equals("CONTAINER_EXITED")));
  }
}
