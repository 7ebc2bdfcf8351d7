package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.oci.spec.OciMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountPlanTest {
  @TempDir Path temporary;

  private List<OciMount> plan(boolean privileged, String... volumes) throws IOException {
    return MountPlan.of(
        DefaultMounts.of(new Pods(temporary).shared().places(), privileged),
        new RequestedMounts(
            Stream.of(volumes).map(path -> new OciMount(path, "bind", "/src", List.of())).toList(),
            List.of()));
  }

  private static List<String> destinations(List<OciMount> mounts) {
    return mounts.stream().map(OciMount::destination).toList();
  }

  @Test
  void c14TheDocumentedMountsAndNoOthers() throws IOException {
    assertThat(destinations(plan(false)))
        .containsExactly(
            "/proc",
            "/dev",
            "/sys",
            "/dev/pts",
            "/dev/mqueue",
            "/dev/shm",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/resolv.conf",
            "/sys/fs/cgroup");
  }

  @Test
  void c18NothingOfOursIsWritableButWhatIsBounded() throws IOException {
    assertThat(plan(false))
        .filteredOn(mount -> !mount.options().contains("ro"))
        .extracting(OciMount::destination)
        .containsExactly("/proc", "/dev", "/dev/pts", "/dev/mqueue", "/dev/shm");
    assertThat(plan(true))
        .filteredOn(mount -> mount.destination().startsWith("/sys"))
        .allMatch(mount -> mount.options().contains("rw"));
  }

  @Test
  void volumesComeAfterWhatTheyLieIn() throws IOException {
    List<String> order = destinations(plan(false, "/a/b/c", "/a", "/sys", "/a/b"));

    assertThat(order.getFirst()).isEqualTo("/proc");
    assertThat(order).containsSubsequence("/a", "/a/b", "/a/b/c");
    assertThat(order).containsSubsequence("/sys", "/sys/fs/cgroup").containsOnlyOnce("/sys");
  }

  @Test
  void oursGiveWayToTheRequests() throws IOException {
    assertThat(plan(false, "/etc/hosts", "/dev/shm"))
        .filteredOn(mount -> mount.destination().matches("/etc/hosts|/dev/shm"))
        .extracting(OciMount::source)
        .containsExactly("/src", "/src");
    assertThat(destinations(plan(false, "/etc"))).noneMatch(path -> path.startsWith("/etc/"));
  }
}
