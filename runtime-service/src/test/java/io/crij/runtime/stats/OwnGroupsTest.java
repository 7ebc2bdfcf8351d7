package io.crij.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.cgroup.CgroupPath;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnGroupsTest {
  private static final CgroupPath ONE = new CgroupPath("/kubepods/pod1");
  private static final CgroupPath ONE_MORE = new CgroupPath("/kubepods/pod10");
  private static final CgroupPath PARENT = new CgroupPath("/kubepods");

  @Test
  void aGroupOfOnePodIsItsOwn() {
    OwnGroups groups = new OwnGroups(List.of(ONE, ONE_MORE));
    assertThat(groups.isOwn(ONE)).isTrue();
    assertThat(groups.isOwn(ONE_MORE)).isTrue();
  }

  @Test
  void aGroupOfTwoPodsIsNobodys() {
    OwnGroups groups = new OwnGroups(List.of(ONE, ONE_MORE, ONE));
    assertThat(groups.isOwn(ONE)).isFalse();
    assertThat(groups.isOwn(ONE_MORE)).isTrue();
  }

  @Test
  void aGroupAboveThatOfAnotherPodIsNotOwn() {
    OwnGroups groups = new OwnGroups(List.of(PARENT, ONE, new CgroupPath("/kubepods-x")));
    assertThat(groups.isOwn(PARENT)).isFalse();
    assertThat(groups.isOwn(ONE)).isTrue();
  }
}
