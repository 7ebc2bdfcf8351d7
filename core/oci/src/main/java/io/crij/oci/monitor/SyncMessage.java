package io.crij.oci.monitor;

import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdStreams;
import io.crij.operations.record.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The one line that conmon writes to its sync pipe: {@code {"data": PID}}, or {@code {"data": -1,
 * "message": "what the runtime said"}}.
 */
record SyncMessage(int data, String message) {
  private static final int LONGEST = 256 * 1024;

  boolean created() {
    return data > 0;
  }

  /** Waits for it; empty when the monitor ended without a word. */
  static Optional<SyncMessage> read(Fd pipe) throws IOException {
    try (InputStream in = FdStreams.inputStream(pipe)) {
      byte[] block = new byte[4096];
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int count = in.read(block);
      while (count > 0) {
        line.write(block, 0, count);
        if (block[count - 1] == '\n') {
          return Optional.of(parse(line.toString(StandardCharsets.UTF_8)));
        }
        if (line.size() > LONGEST) {
          throw new IOException("the monitor's message does not end");
        }
        count = in.read(block);
      }
      return Optional.empty();
    }
  }

  static SyncMessage parse(String line) throws IOException {
    try {
      JsonNode node = Json.strict().readTree(line);
      return new SyncMessage(node.path("data").asInt(-1), node.path("message").asString(""));
    } catch (JacksonException garbage) {
      throw new IOException("the monitor wrote what is no message: " + line.strip(), garbage);
    }
  }
}
