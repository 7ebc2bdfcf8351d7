package io.crij.linux.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.mount.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row C9: a write to the kernel reaches the kernel's file of that name or nothing. */
final class ProcFsKernelTest {
  @TempDir private Path temporary;
  private Path proc;

  @BeforeEach
  void makeDirectory() throws IOException {
    proc = Files.createDirectory(temporary.resolve("proc"));
  }

  @AfterEach
  void unmount() throws IOException {
    Mounts.unmount(proc.resolve("version"), false);
    Mounts.unmount(proc, false);
  }

  @Test
  void writesTheNamedFile() throws IOException {
    String file = ProcessHandle.current().pid() + "/oom_score_adj";
    try (ProcFs procFs = ProcFs.open()) {
      String before = procFs.read(file).strip();
      int higher = Math.min(1000, Integer.parseInt(before) + 1);
      procFs.write(file, Integer.toString(higher));
      assertThat(procFs.read(file).strip()).isEqualTo(Integer.toString(higher));
      procFs.write(file, before);
      assertThat(procFs.readSysctl("kernel.ostype")).isEqualTo("Linux");
    }
  }

  @Test
  void aLookAlikeIsRefused() throws IOException {
    Files.writeString(proc.resolve("version"), "fake");

    assertThatThrownBy(() -> ProcFs.open(proc)).hasMessageContaining("not the kernel's procfs");
  }

  @Test
  void aFileMountedOverAnotherIsRefused() throws IOException {
    Path fake = Files.writeString(temporary.resolve("fake"), "fake");
    Mounts.bind(Path.of("/proc"), proc, false);
    Mounts.bind(fake, proc.resolve("version"), false);

    try (ProcFs procFs = ProcFs.open(proc)) {
      assertThatThrownBy(() -> procFs.read("version")).hasMessageContaining("EXDEV");
      assertThat(procFs.read("uptime")).isNotEmpty();
    }

    Mounts.unmount(proc.resolve("version"), false);
    Mounts.bind(Path.of("/proc/uptime"), proc.resolve("version"), false);
    try (ProcFs procFs = ProcFs.open(proc)) {
      assertThatThrownBy(() -> procFs.read("version")).hasMessageContaining("EXDEV");
    }
  }

  @Test
  void linksAndWaysOutAreRefused() throws IOException {
    try (ProcFs procFs = ProcFs.open()) {
      assertThatThrownBy(() -> procFs.read("self/status")).hasMessageContaining("ELOOP");
      assertThatThrownBy(() -> procFs.read("1/root/etc/passwd")).hasMessageContaining("ELOOP");
      assertThatThrownBy(() -> procFs.read("../etc/passwd")).hasMessageContaining("EXDEV");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "kernel", "kernel..x", "../x.y", "a.b\n", "/kernel/x", "a/../b", "a.b "})
  void whatIsNoKernelParameterIsRefused(String key) {
    assertThatThrownBy(() -> ProcFs.sysctlFile(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysHaveTwoSpellings() {
    assertThat(ProcFs.sysctlFile("net.ipv4.conf.eth0/1.forwarding"))
        .isEqualTo("sys/net/ipv4/conf/eth0.1/forwarding");
    assertThat(ProcFs.sysctlFile("net/ipv4/conf/eth0.1/forwarding"))
        .isEqualTo("sys/net/ipv4/conf/eth0.1/forwarding");
  }
}
