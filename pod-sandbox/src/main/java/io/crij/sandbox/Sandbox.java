package io.crij.sandbox;

import io.crij.operations.id.Ids;
import java.time.Instant;
import java.util.List;

/**
 * A pod sandbox at one moment; immutable.
 *
 * @param id 64 hexadecimal digits
 * @param ips addresses of the pod, the primary one first; none with network mode NODE, and none
 *     before the network is attached
 */
public record Sandbox(
    String id,
    SandboxConfig config,
    SandboxState state,
    Instant createdAt,
    List<String> ips,
    SandboxPlaces places) {

  public Sandbox {
    ips = List.copyOf(ips);
  }

  /** As messages name it. */
  public String text() {
    return text(id, config);
  }

  static String text(String id, SandboxConfig config) {
    return "pod sandbox " + config.metadata().text() + " (" + Ids.shown(id) + ")";
  }
}
