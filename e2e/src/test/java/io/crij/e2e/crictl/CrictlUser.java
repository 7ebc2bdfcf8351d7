package io.crij.e2e.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.Crictl;
import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody at a shell with crictl, who writes the files that it reads pods and containers from. */
record CrictlUser(Crictl crictl, DaemonSetup setup) {

  static CrictlUser of(TestNode node) {
    return new CrictlUser(Crictl.of(Crictl.program().orElseThrow(), node.setup()), node.setup());
  }

  /** What crictl printed; fails when it failed. */
  String output(String... arguments) {
    return crictl.output(arguments);
  }

  JsonNode json(String... arguments) {
    return crictl.json(arguments);
  }

  /** The objects in one list of what crictl printed. */
  List<JsonNode> list(String name, String... arguments) {
    return List.copyOf(json(arguments).required(name).values());
  }

  /** What crictl wrote on standard error; fails when it did not fail. */
  String refusal(String... arguments) {
    HostProgram.Outcome outcome = crictl.run(arguments);
    assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
    return outcome.stderr();
  }

  /** Writes a pod with metadata, labels and a log folder; its namespaces are CRI's zero values. */
  Path podFile(String name) {
    String uid = UUID.randomUUID().toString();
    return write(
        "pod-" + name,
        Map.of(
            "metadata",
            Map.of("name", name, "namespace", "e2e", "uid", uid, "attempt", 1),
            "hostname",
            name,
            "labels",
            Map.of("made-by", "crictl"),
            "log_directory",
            setup.podLogs().resolve(name + "-" + uid).toString(),
            "linux",
            Map.of("cgroup_parent", setup.cgroup() + "/pod-" + uid)));
  }

  /** Runs a pod from a new file. */
  CrictlPod runPod(String name) {
    Path file = podFile(name);
    return new CrictlPod(this, output("runp", file.toString()), file);
  }

  /** Writes a container of the busybox image with this command; none means the image's. */
  Path containerFile(String name, String... command) {
    return containerFile(name, TestImage.BUSYBOX.reference(), Map.of(), command);
  }

  /** Writes a container of an image, with more in its security context. */
  Path containerFile(String name, String image, Map<String, Object> security, String... command) {
    return write(
        "container-" + name,
        Map.of(
            "metadata",
            Map.of("name", name),
            "image",
            Map.of("image", image),
            "command",
            List.of(command),
            "labels",
            Map.of("kind", name),
            "log_path",
            name + ".log",
            "linux",
            Map.of("security_context", security)));
  }

  /** Writes a file for crictl in JSON, with the names of fields as the API has them. */
  Path write(String name, Map<String, Object> content) {
    try {
      return Files.write(
          setup.directory().resolve(name + ".json"),
          JsonMapper.shared().writeValueAsBytes(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a list of ids, such as {@code ps --quiet} prints. */
  List<String> ids(String... arguments) {
    return output(arguments).lines().toList();
  }
}
