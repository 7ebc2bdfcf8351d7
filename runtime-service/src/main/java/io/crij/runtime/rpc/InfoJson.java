package io.crij.runtime.rpc;

import io.crij.operations.record.Json;
import io.crij.runtime.container.Container;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.SandboxState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code info} of verbose answers: JSON objects without anything secret. */
final class InfoJson {
  private InfoJson() {}

  static String of(Sandbox sandbox) {
    ObjectNode info = object();
    info.put("id", sandbox.id());
    if (sandbox.state() instanceof SandboxState.NotReady notReady) {
      info.put("reason", notReady.reason());
    }
    info.put("runtimeHandler", sandbox.config().runtimeHandler());
    info.put("hostname", sandbox.config().hostname());
    info.put("cgroupParent", sandbox.places().cgroupParent().path());
    info.put("namespaces", sandbox.places().namespaces().toString());
    info.put("privileged", sandbox.config().privileged());
    sandbox.ips().forEach(info.putArray("ips")::add);
    return Json.write(info);
  }

  /**
   * @param runtimeSpec config.json
   */
  static String of(Container container, byte[] runtimeSpec) {
    ObjectNode info = object();
    info.put("sandboxID", container.sandboxId());
    container
        .process()
        .filter(_ -> container.isRunning())
        .ifPresent(process -> info.put("pid", process.process().pid()));
    info.put("runtimeHandler", container.handler());
    info.put("cgroup", container.cgroup().path());
    ObjectNode config = info.putObject("config");
    config.put("name", container.name());
    config.put("attempt", Integer.toUnsignedLong(container.attempt()));
    config.put("image", container.config().getImage().getImage());
    config.put("logPath", container.config().getLogPath());
    config.put("tty", container.config().getTty());
    config.put("stdin", container.config().getStdin());
    info.set("runtimeSpec", withoutSecrets(Json.strict().readTree(runtimeSpec)));
    return Json.write(info);
  }

  /** Values of variables are often passwords; their names are enough to see what is set. */
  private static JsonNode withoutSecrets(JsonNode spec) {
    if (spec.path("process").path("env") instanceof ArrayNode env) {
      ArrayNode names = ((ObjectNode) spec.path("process")).putArray("env");
      env.forEach(variable -> names.add(variable.asString().split("=", 2)[0] + "=[redacted]"));
    }
    return spec;
  }

  private static ObjectNode object() {
    return Json.strict().createObjectNode();
  }
}
