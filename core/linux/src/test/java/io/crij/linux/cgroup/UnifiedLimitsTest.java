package io.crij.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits in the files of cgroup v2, on plain files that take no newline. */
class UnifiedLimitsTest {
  private static final CgroupPath GROUP = new CgroupPath("/crij-1");
  private static final OptionalLong NONE = OptionalLong.empty();

  @TempDir private Path root;
  private Path group;
  private Cgroups cgroups;

  @BeforeEach
  void files() throws IOException {
    cgroups = new Cgroups(CgroupHost.v2(root));
    group = Files.createDirectory(root.resolve("crij-1"));
    write("cpu.weight", "100");
    write("cpu.max", "max 100000");
    write("cpuset.cpus", "");
    write("memory.max", "max");
    write("memory.swap.max", "max");
    write("memory.current", "1000");
    write("memory.high", "max");
    write("hugetlb.2MB.max", "max");
  }

  @Test
  void eachHasItsFile() throws IOException {
    GroupLimits wanted =
        new GroupLimits(
            OptionalLong.of(1024),
            OptionalLong.of(25_000),
            NONE,
            "0-1",
            "",
            OptionalLong.of(1 << 20),
            OptionalLong.of(3 << 20),
            Map.of("2MB", 4L << 20),
            Map.of("memory.high", "900000"));

    cgroups.setLimits(GROUP, wanted);

    assertThat(read("cpu.weight")).startsWith(Long.toString(CpuWeight.ofShares(1024)));
    assertThat(read("cpu.max")).startsWith("25000 100000");
    assertThat(read("cpuset.cpus")).isEqualTo("0-1");
    assertThat(read("memory.max")).isEqualTo("1048576");
    assertThat(read("memory.swap.max")).isEqualTo("2097152");
    assertThat(read("hugetlb.2MB.max")).isEqualTo("4194304");
    assertThat(read("memory.high")).isEqualTo("900000");
  }

  @Test
  void whatIsReadBackIsWhatWasAskedFor() throws IOException {
    write("cpu.weight", Long.toString(CpuWeight.ofShares(1024)));
    write("cpu.max", "max 50000");
    write("memory.max", "1048576");
    write("memory.swap.max", "0");
    GroupLimits asked =
        new GroupLimits(
            OptionalLong.of(1024),
            OptionalLong.of(7),
            OptionalLong.of(7),
            "",
            "",
            OptionalLong.of(7),
            OptionalLong.of(7),
            Map.of("2MB", 7L),
            Map.of());

    assertThat(cgroups.limitsInForce(GROUP, asked))
        .isEqualTo(
            new GroupLimits(
                OptionalLong.of(1024),
                OptionalLong.of(-1),
                OptionalLong.of(50_000),
                "",
                "",
                OptionalLong.of(1048576),
                OptionalLong.of(1048576),
                Map.of("2MB", -1L),
                Map.of()));
  }

  @Test
  void aMemoryLimitBelowTheUseChangesNothing() throws IOException {
    GroupLimits wanted =
        new GroupLimits(
            OptionalLong.of(2), NONE, NONE, "", "", OptionalLong.of(999), NONE, Map.of(), Map.of());

    assertThatThrownBy(() -> cgroups.setLimits(GROUP, wanted))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("below the 1000 in use");

    assertThat(read("cpu.weight")).isEqualTo("100");
    assertThat(read("memory.max")).isEqualTo("max");
  }

  @Test
  void aGroupThatIsGoneIsAnError() {
    GroupLimits wanted =
        new GroupLimits(OptionalLong.of(2), NONE, NONE, "", "", NONE, NONE, Map.of(), Map.of());
    assertThatThrownBy(() -> cgroups.setLimits(new CgroupPath("/crij-2"), wanted))
        .isInstanceOf(IOException.class);
  }

  private void write(String name, String value) throws IOException {
    Files.writeString(group.resolve(name), value);
  }

  private String read(String name) throws IOException {
    return Files.readString(group.resolve(name));
  }
}
