package io.crij.linux.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostTest {
  @Test
  void capabilitiesHaveTheirNames() throws IOException {
    assertThat(Capabilities.parse("0000000000000021")).containsExactly("CAP_CHOWN", "CAP_KILL");
    assertThat(Capabilities.parse("000001fffeffffff"))
        .hasSize(40)
        .contains("CAP_CHECKPOINT_RESTORE")
        .doesNotContain("CAP_SYS_RESOURCE");
    assertThat(Capabilities.parse("ffffffffffffffff")).hasSize(Capabilities.known().size());
    assertThat(Capabilities.bounding()).containsAll(Capabilities.effective());
  }

  @Test
  void kernelsAreCompared() throws IOException {
    KernelFacts facts = KernelFacts.detect();

    assertThat(facts.release()).startsWith(facts.major() + "." + facts.minor());
    assertThat(facts.atLeast(facts.major(), facts.minor())).isTrue();
    assertThat(facts.atLeast(facts.major(), facts.minor() + 1)).isFalse();
    assertThat(facts.atLeast(facts.major() - 1, 99)).isTrue();
    assertThat(facts.fileSystems()).contains("proc", "tmpfs");
  }

  @Test
  void fullnessIsThatOfTheFileSystem(@TempDir Path directory) throws IOException {
    DiskUsage usage = DiskUsage.of(directory);

    assertThat(usage.totalBytes()).isEqualTo(Files.getFileStore(directory).getTotalSpace());
    assertThat(usage.usedBytes()).isBetween(1L, usage.totalBytes());
    assertThat(usage.availableBytes()).isBetween(0L, usage.totalBytes() - usage.usedBytes());
    assertThat(usage.usedInodes()).isBetween(0L, usage.totalInodes());
    assertThat(directory.toRealPath()).startsWith(Path.of(usage.mountPoint()));
    assertThatThrownBy(() -> DiskUsage.of(directory.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
