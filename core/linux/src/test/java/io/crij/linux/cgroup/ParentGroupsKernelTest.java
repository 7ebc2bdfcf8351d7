package io.crij.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups above ours: who made them, and when they go. */
class ParentGroupsKernelTest {
  private Cgroups cgroups;
  private CgroupPath top;
  private CgroupPath ours;

  @BeforeEach
  void groups() throws IOException {
    cgroups = new Cgroups(CgroupHost.detect());
    top = new CgroupPath("/parents-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    ours = top.child("pod").child("crij-1");
  }

  @AfterEach
  void removeGroups() throws IOException {
    cgroups.killAll(ours, Duration.ofSeconds(10));
    cgroups.remove(ours);
    cgroups.removeIfEmpty(top.child("pod"));
    assertThat(cgroups.removeIfEmpty(top)).isTrue();
  }

  @Test
  void whatIsMadeIsTold() throws IOException {
    assertThat(cgroups.missing(ours)).containsExactly(top, top.child("pod"), ours);
    assertThat(cgroups.create(top)).containsExactly(top);
    assertThat(cgroups.create(ours)).containsExactly(top.child("pod"), ours);
    assertThat(cgroups.create(ours)).isEmpty();
    assertThat(cgroups.missing(ours)).isEmpty();
  }

  @Test
  void anEmptyGroupGoesWithoutOurMark() throws IOException {
    cgroups.create(top);
    assertThat(cgroups.removeIfEmpty(top)).isTrue();
    assertThat(cgroups.exists(top)).isFalse();
    assertThat(cgroups.removeIfEmpty(top)).as("again").isTrue();
  }

  @Test
  void aGroupWithGroupsStays() throws IOException {
    cgroups.create(ours);
    assertThat(cgroups.removeIfEmpty(top)).isFalse();
    assertThat(cgroups.missing(ours)).isEmpty();
    cgroups.remove(ours);
    assertThat(cgroups.removeIfEmpty(top.child("pod"))).isTrue();
  }

  @Test
  void aGroupWithProcessesStaysInEveryHierarchy() throws IOException {
    cgroups.create(ours);
    try (Members members = new Members(cgroups)) {
      members.start(ours, "sleep 60");
      assertThat(cgroups.removeIfEmpty(ours)).isFalse();
      assertThat(cgroups.host().directories(ours)).allMatch(java.nio.file.Files::isDirectory);
    }
    assertThat(cgroups.removeIfEmpty(ours)).isTrue();
  }
}
