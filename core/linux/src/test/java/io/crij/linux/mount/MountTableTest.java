package io.crij.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MountTableTest {
  private static final String CONTENT =
      """
      27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
      36 27 98:0 /mnt1 /a\\040b rw,noatime master:1 shared:2 - ext3 /dev/root\\134x rw,errors=continue
      37 36 0:22 / /a\\040b/c ro - tmpfs none ro
      38 36 0:23 / /a\\040b/c rw - tmpfs upper rw
      39 27 0:24 / /ab rw - tmpfs \\303\\251 rw
      """;

  @Test
  void fieldsAreTakenApart() throws IOException {
    MountEntry entry = MountTable.parse(CONTENT).entries().get(1);

    assertThat(entry.id()).isEqualTo(36);
    assertThat(entry.parentId()).isEqualTo(27);
    assertThat(entry.major()).isEqualTo(98);
    assertThat(entry.root()).isEqualTo("/mnt1");
    assertThat(entry.mountPoint()).isEqualTo("/a b");
    assertThat(entry.options()).containsExactly("rw", "noatime");
    assertThat(entry.propagation()).containsExactly("master:1", "shared:2");
    assertThat(entry.type()).isEqualTo("ext3");
    assertThat(entry.source()).isEqualTo("/dev/root\\x");
    assertThat(entry.superOptions()).containsExactly("rw", "errors=continue");
  }

  @Test
  void theUppermostOfAStackCounts() throws IOException {
    MountTable table = MountTable.parse(CONTENT);

    assertThat(table.at(Path.of("/a b/c")).orElseThrow().source()).isEqualTo("upper");
    assertThat(table.at(Path.of("/a b/d"))).isEmpty();
    assertThat(table.holding(Path.of("/a b/c/x")).orElseThrow().id()).isEqualTo(38);
    assertThat(table.holding(Path.of("/a")).orElseThrow().id()).isEqualTo(27);
    assertThat(table.holding(Path.of("/ab/x")).orElseThrow().source()).isEqualTo("é");
  }

  @Test
  void whatLiesBelowIsFoundByWholeNames() throws IOException {
    List<MountEntry> below = MountTable.parse(CONTENT).below(Path.of("/a b"));

    assertThat(below).extracting(MountEntry::id).containsExactly(36, 37, 38);
    assertThat(MountTable.parse(CONTENT).below(Path.of("/"))).hasSize(5);
  }

  @Test
  void nonsenseIsAnError() {
    assertThatThrownBy(() -> MountTable.parse("27 1 nonsense"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot understand");
  }
}
