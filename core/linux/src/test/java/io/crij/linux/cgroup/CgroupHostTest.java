package io.crij.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.mount.MountEntry;
import io.crij.linux.mount.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CgroupHostTest {
  @Test
  void controllersHaveHierarchiesOfTheirOwn() throws IOException {
    CgroupHost host =
        host(
            v1("/sys/fs/cgroup/cpu,cpuacct", "rw", "seclabel", "cpu", "cpuacct"),
            v1("/sys/fs/cgroup/memory", "rw", "favordynmods", "memory"),
            v1("/sys/fs/cgroup/systemd", "rw", "xattr", "release_agent=/x", "name=systemd"),
            v2("/", "/sys/fs/cgroup/unified"));
    assertThat(host.version()).isEqualTo(CgroupHost.Version.V1);
    assertThat(host.controllers())
        .isEqualTo(
            Map.of(
                "cpu", Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                "cpuacct", Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                "memory", Path.of("/sys/fs/cgroup/memory"),
                "name=systemd", Path.of("/sys/fs/cgroup/systemd")));
    assertThat(host.hierarchies())
        .containsExactly(
            Path.of("/sys/fs/cgroup/cpu,cpuacct"),
            Path.of("/sys/fs/cgroup/memory"),
            Path.of("/sys/fs/cgroup/systemd"),
            Path.of("/sys/fs/cgroup/unified"));
    assertThat(host.hierarchyOf("freezer")).isEmpty();
  }

  @Test
  void theUnifiedHierarchyAlone() throws IOException {
    CgroupHost host = host(v2("/", "/sys/fs/cgroup"), v2("/", "/mnt/other"));
    assertThat(host.isV2()).isTrue();
    assertThat(host.hierarchies()).containsExactly(Path.of("/sys/fs/cgroup"));
    assertThat(host.hierarchyOf("memory")).contains(Path.of("/sys/fs/cgroup"));
  }

  /** Mounted by hand on v2 nodes for old systemd images. */
  @Test
  void aHierarchyWithoutControllersMakesNoV1Node() throws IOException {
    CgroupHost host =
        host(v2("/", "/sys/fs/cgroup"), v1("/sys/fs/cgroup/systemd", "rw", "none", "name=systemd"));
    assertThat(host.isV2()).isTrue();
    assertThat(host.hierarchies()).containsExactly(Path.of("/sys/fs/cgroup"));
  }

  @Test
  void partsOfAHierarchyDoNotCount() throws IOException {
    CgroupHost host = host(v2("/pod1", "/var/lib/x/sys/fs/cgroup"), v2("/", "/sys/fs/cgroup"));
    assertThat(host.unified()).isEqualTo(Optional.of(Path.of("/sys/fs/cgroup")));
    assertThatThrownBy(() -> host(v2("/pod1", "/sys/fs/cgroup")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no control groups are mounted");
  }

  private static CgroupHost host(MountEntry... mounts) throws IOException {
    return CgroupHost.of(new MountTable(List.of(mounts)));
  }

  private static MountEntry v1(String point, String... options) {
    return mount("cgroup", "/", point, List.of(options));
  }

  private static MountEntry v2(String root, String point) {
    return mount("cgroup2", root, point, List.of("rw", "nsdelegate"));
  }

  private static MountEntry mount(String type, String root, String point, List<String> options) {
    return new MountEntry(1, 1, 0, 1, root, point, List.of(), List.of(), type, type, options);
  }
}
