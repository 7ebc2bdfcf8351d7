package io.crij.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is read from and written to the files of cgroup v2, on plain files of a directory. What the
 * kernel makes of it is for a v2 node to show: a plain file keeps the last of several writes, and
 * no file appears in a new directory.
 */
class UnifiedTreeTest {
  private static final CgroupPath PARENT = new CgroupPath("/crij/pod");
  private static final CgroupPath GROUP = PARENT.child("crij-1");

  @TempDir private Path root;
  private Cgroups cgroups;

  @BeforeEach
  void tree() throws IOException {
    cgroups = new Cgroups(CgroupHost.v2(root));
    Files.createDirectories(root.resolve("crij/pod"));
  }

  @Test
  void aGroupOfOursPassesItsControllersOn() throws IOException {
    write("crij/cgroup.controllers", "memory");
    write("crij/cgroup.subtree_control", "");
    write("crij/pod/cgroup.controllers", "cpu memory");
    write("crij/pod/cgroup.subtree_control", "cpu");
    assertThat(cgroups.create(GROUP)).containsExactly(GROUP);
    assertThat(read("crij/cgroup.subtree_control")).isEqualTo("+memory");
    assertThat(read("crij/pod/cgroup.subtree_control")).startsWith("+memory");
    assertThat(root.resolve("crij/pod/crij-1")).isDirectory();
  }

  @Test
  void aGroupOfOthersKeepsWhatItPassesOn() throws IOException {
    Files.createDirectories(root.resolve("kubepods"));
    write("kubepods/cgroup.controllers", "cpu memory");
    write("kubepods/cgroup.subtree_control", "cpu");
    cgroups.create(new CgroupPath("/kubepods/crij-1"));
    assertThat(read("kubepods/cgroup.subtree_control")).isEqualTo("cpu");
  }

  @Test
  void limits() throws IOException {
    cgroups.create(GROUP);
    write("crij/pod/crij-1/cpu.weight", "39\n");
    write("crij/pod/crij-1/cpu.max", "25000 50000\n");
    write("crij/pod/crij-1/memory.max", "16777216\n");
    assertThat(cgroups.limits(GROUP))
        .isEqualTo(
            new CgroupLimits(
                OptionalLong.of(998),
                OptionalLong.of(25_000),
                OptionalLong.of(50_000),
                OptionalLong.of(16_777_216)));
    write("crij/pod/crij-1/cpu.max", "max 100000\n");
    write("crij/pod/crij-1/memory.max", "max\n");
    assertThat(cgroups.limits(GROUP).cpuQuotaMicros()).isEmpty();
    assertThat(cgroups.limits(GROUP).memoryBytes()).isEmpty();
  }

  @Test
  void killsForWantOfMemory() throws IOException {
    cgroups.create(GROUP);
    assertThat(cgroups.oomKills(GROUP)).isEmpty();
    write("crij/pod/crij-1/memory.events", "low 0\noom 3\noom_kill 2\noom_group_kill 1\n");
    assertThat(cgroups.oomKills(GROUP)).hasValue(2);
  }

  @Test
  void whetherSomebodyIsInIt() throws IOException {
    cgroups.create(GROUP);
    write("crij/pod/crij-1/cgroup.events", "populated 1\nfrozen 0\n");
    assertThat(cgroups.isEmpty(GROUP)).isFalse();
    write("crij/pod/crij-1/cgroup.events", "populated 0\nfrozen 0\n");
    assertThat(cgroups.isEmpty(GROUP)).isTrue();
    assertThat(cgroups.isEmpty(PARENT.child("crij-absent"))).isTrue();
  }

  @Test
  void whoIsInIt() throws IOException {
    cgroups.create(GROUP.child("below"));
    write("crij/pod/crij-1/cgroup.procs", "");
    write("crij/pod/crij-1/below/cgroup.procs", "0\n41\n42\n");
    assertThat(cgroups.pids(GROUP)).containsExactly(41, 42);
    cgroups.addProcess(GROUP, 43);
    assertThat(read("crij/pod/crij-1/cgroup.procs")).isEqualTo("43");
    assertThat(cgroups.pids(GROUP)).containsExactly(41, 42, 43);
  }

  @Test
  void removal() throws IOException {
    cgroups.create(GROUP.child("below").child("deeper"));
    assertThat(cgroups.removeIfEmpty(PARENT)).isFalse();
    cgroups.remove(GROUP);
    assertThat(root.resolve("crij/pod/crij-1")).doesNotExist();
    assertThat(cgroups.removeIfEmpty(PARENT)).isTrue();
    assertThat(root.resolve("crij")).isDirectory();
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(root.resolve(file), content);
  }

  private String read(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }
}
