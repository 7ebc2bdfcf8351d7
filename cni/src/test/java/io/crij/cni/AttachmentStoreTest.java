package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class AttachmentStoreTest {
  @TempDir private Path temporary;
  private Path directory;
  private AttachmentStore store;
  private AttachmentRecord record;

  @BeforeEach
  void makeRecord() throws ConfigRejected {
    directory = temporary.resolve("root/cni");
    store = new AttachmentStore(directory);
    String json =
        """
        {"cniVersion": "0.4.0", "name": "pods", "plugins": [{"type": "bridge", "mtu": 1400}]}
        """;
    NetworkConfig network =
        ConfigParser.parse(Path.of("/n/10.conflist"), json.getBytes(StandardCharsets.UTF_8));
    PortMapping port = new PortMapping(8080, 80, Protocol.UDP, "10.0.0.1");
    record =
        AttachmentRecord.of(
            new Attachment(
                "pod1", Path.of("/run/ns"), "eth0", Map.of("IgnoreUnknown", "1"), List.of(port)),
            network);
  }

  private static ResultRecord result(String ip) {
    String json = "{\"ips\":[{\"address\":\"" + ip + "\"}]}";
    return new ResultRecord("pods", "0.4.0", (ObjectNode) Json.strict().readTree(json));
  }

  @Test
  void keepsWhatADelNeeds() throws IOException {
    store.intend(record);
    assertThat(store.load("pod1")).contains(record);
    assertThat(store.loadResult("pod1")).isEmpty();

    store.complete("pod1", result("10.0.0.1/24"));
    AttachmentStore again = new AttachmentStore(directory);
    assertThat(again.ids()).containsExactly("pod1");
    assertThat(again.load("pod1")).contains(record);
    assertThat(again.loadResult("pod1").orElseThrow().toResult().podIps("eth0"))
        .containsExactly("10.0.0.1");
    assertThat(Files.getPosixFilePermissions(directory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));

    again.forget("pod1");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void keepsAnUnreadableRecordInMindUntilItIsForgotten() throws IOException {
    store.intend(record);
    Path file = directory.resolve("pod1.json");
    Files.writeString(file, Files.readString(file).replace("bridge", "../bridge"));

    assertThat(store.load("pod1")).isEmpty();
    assertThat(store.ids()).containsExactly("pod1");
    assertThat(store.quarantined("pod1")).hasSize(1);

    store.forget("pod1");
    assertThat(store.ids()).isEmpty();
    assertThat(directory.resolve("pod1.json.released-1")).exists();
  }

  @Test
  void damageOfTheResultLeavesTheIntent() throws IOException {
    store.intend(record);
    store.complete("pod1", result("10.0.0.1/24"));
    Files.writeString(directory.resolve("pod1.result"), "");

    assertThat(store.loadResult("pod1")).isEmpty();
    assertThat(store.load("pod1")).contains(record);
    assertThat(store.ids()).containsExactly("pod1");
  }
}
