package io.crij.oci.monitor;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory with config.json. */
record Bundle(Path path) {
  private static final int LARGEST = 8 << 20;

  /** Where the runtime will put the container's processes. */
  CgroupPath cgroup() throws IOException {
    try (InputStream in = Files.newInputStream(path.resolve("config.json"))) {
      String text = Json.readBounded(in, LARGEST).path("linux").path("cgroupsPath").asString("");
      return new CgroupPath(text);
    }
  }
}
