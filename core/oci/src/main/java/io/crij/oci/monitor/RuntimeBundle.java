package io.crij.oci.monitor;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The directory with config.json (runtime-spec, bundle.md), as the runtime reads it. */
public record RuntimeBundle(Path path) {
  private static final int LARGEST = 8 << 20;

  /**
   * Where the runtime puts the container's processes.
   *
   * @throws IllegalArgumentException when it does not say so
   */
  public CgroupPath cgroup() throws IOException {
    return new CgroupPath(linux().path("cgroupsPath").asString(""));
  }

  /**
   * The namespace that the container joins; empty when it has one of its own, or the node's.
   *
   * @param type as in config.json: "uts"
   */
  public Optional<Path> namespace(String type) throws IOException {
    return linux()
        .path("namespaces")
        .valueStream()
        .filter(namespace -> namespace.path("type").asString("").equals(type))
        .map(namespace -> namespace.path("path").asString(""))
        .filter(joined -> !joined.isEmpty())
        .map(Path::of)
        .findFirst();
  }

  private JsonNode linux() throws IOException {
    try (InputStream in = Files.newInputStream(path.resolve("config.json"))) {
      return Json.readBounded(in, LARGEST).path("linux");
    }
  }
}
