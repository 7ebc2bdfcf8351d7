package io.crij.linux.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.files.ProcFs;
import io.crij.linux.mount.MountTable;
import io.crij.linux.mount.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PodNamespacesKernelTest {
  private PinDirectory pins;

  @BeforeEach
  void makeDirectory() throws IOException {
    pins = new PinDirectory();
  }

  @AfterEach
  void leaveNothing() throws IOException {
    pins.close();
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private static Set<String> processNamespaces() throws IOException {
    Set<String> own = new HashSet<>();
    for (String kind : Set.of("net", "ipc", "uts")) {
      own.add(Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString());
    }
    return own;
  }

  private static Set<String> ownNamespaces() throws IOException {
    Set<String> own = new HashSet<>();
    try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        for (String kind : Set.of("net", "ipc", "uts")) {
          own.add(Files.readSymbolicLink(thread.resolve("ns").resolve(kind)).toString());
        }
      }
    } catch (NoSuchFileException threadEnded) {
      return ownNamespaces();
    }
    return own;
  }

  /** A thread stays in the kernel for a moment after it was joined. */
  private static Set<String> ownNamespacesOnce(Set<String> wanted) throws Exception {
    Set<String> now = ownNamespaces();
    for (int i = 0; i < 1000 && !now.equals(wanted); i++) {
      Thread.sleep(1);
      now = ownNamespaces();
    }
    return now;
  }

  @Test
  void namespacesOutliveTheirThreadAndAreNobodyElses() throws Exception {
    Set<String> before = processNamespaces();
    Path one = pins.pin("one", Map.of());
    Path two = pins.pin("two", Map.of());

    // All of our threads are where they were, and the maker is gone.
    assertThat(ownNamespacesOnce(before)).isEqualTo(before).hasSize(3);
    for (String kind : Set.of("net", "ipc", "uts")) {
      assertThat(inode(one.resolve(kind)))
          .isNotEqualTo(inode(two.resolve(kind)))
          .isNotEqualTo(inode(Path.of("/proc/self/ns", kind)));
      assertThat(Tool.inside(one, "readlink /proc/self/ns/" + kind))
          .isEqualTo(kind + ":[" + inode(one.resolve(kind)) + "]");
    }
  }

  @Test
  void theHostNameIsSetInsideOnly() throws Exception {
    String before = Tool.sh("uname -n");

    Path pod = pins.pin("one", Map.of());

    assertThat(Tool.inside(pod, "uname -n")).isEqualTo("host-one");
    assertThat(Tool.sh("uname -n")).isEqualTo(before);
  }

  @Test
  void loopbackIsUpInsideAndTheOnlyInterface() throws Exception {
    String before = Tool.sh("cat /proc/net/dev | cut -d: -f1");

    Path pod = pins.pin("one", Map.of());

    assertThat(Tool.inside(pod, "cat /proc/net/dev | sed 1,2d | cut -d: -f1").strip())
        .isEqualTo("lo");
    // 0x9: IFF_UP and IFF_LOOPBACK.
    assertThat(
            Tool.inside(
                pod, "unshare -m sh -c \"mount -t sysfs s /sys; cat /sys/class/net/lo/flags\""))
        .isEqualTo("0x9");
    assertThat(Tool.sh("cat /proc/net/dev | cut -d: -f1")).isEqualTo(before);
  }

  @Test
  void sysctlsAreSetInsideOnly() throws Exception {
    Map<String, String> wanted =
        Map.of(
            "net.ipv4.ip_unprivileged_port_start", "7",
            "net/ipv4/conf/lo/rp_filter", "2",
            "kernel.shm_rmid_forced", "1",
            "kernel.msgmax", "4321",
            "fs.mqueue.msg_max", "77");
    try (ProcFs proc = ProcFs.open()) {
      String port = proc.readSysctl("net.ipv4.ip_unprivileged_port_start");
      String filter = proc.readSysctl("net.ipv4.conf.lo.rp_filter");
      String message = proc.readSysctl("kernel.msgmax");
      String queue = proc.readSysctl("fs.mqueue.msg_max");
      assertThat(Set.of(port, message, queue)).doesNotContain("7", "4321", "77");

      Path pod = pins.pin("one", wanted);

      assertThat(
              Tool.inside(
                  pod,
                  "cd /proc/sys; cat net/ipv4/ip_unprivileged_port_start"
                      + " net/ipv4/conf/lo/rp_filter kernel/shm_rmid_forced kernel/msgmax"
                      + " fs/mqueue/msg_max"))
          .isEqualTo("7\n2\n1\n4321\n77");
      assertThat(proc.readSysctl("net.ipv4.ip_unprivileged_port_start")).isEqualTo(port);
      assertThat(proc.readSysctl("net.ipv4.conf.lo.rp_filter")).isEqualTo(filter);
      assertThat(proc.readSysctl("kernel.msgmax")).isEqualTo(message);
      assertThat(proc.readSysctl("fs.mqueue.msg_max")).isEqualTo(queue);
    }
  }

  @Test
  void aFailureLeavesNothing() throws Exception {
    assertThatThrownBy(() -> pins.pin("one", Map.of("net.crij.nothing", "1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("net/crij/nothing");

    assertThat(pins.pod("one")).doesNotExist();
    assertThat(MountTable.read().below(pins.path())).hasSize(1);
  }

  @Test
  void aSecondPinIsRefusedAndHarmsNotTheFirst() throws Exception {
    Path pod = pins.pin("one", Map.of());
    Object net = inode(pod.resolve("net"));

    assertThatThrownBy(() -> pins.pin("one", Map.of())).hasMessageContaining("EEXIST");

    assertThat(inode(pod.resolve("net"))).isEqualTo(net);
  }

  @Test
  void unpinIsIdempotentAndToleratesHalfAPin() throws Exception {
    Path pod = pins.pin("one", Map.of());
    Mounts.unmount(pod.resolve("ipc"), false);
    Files.delete(pod.resolve("uts").getParent().resolve("ipc"));

    PodNamespaces.unpin(pod);
    PodNamespaces.unpin(pod);

    assertThat(pod).doesNotExist();
    assertThat(MountTable.read().below(pins.path())).hasSize(1);
  }

  @Test
  void filesOfACrashAreNoHindrance() throws Exception {
    Files.createDirectory(pins.pod("one"));
    Files.createFile(pins.pod("one").resolve("net"));

    Path pod = pins.pin("one", Map.of());

    assertThat(Mounts.isMountPoint(pod.resolve("net"))).isTrue();
  }

  @Test
  void otherFilesOfTheDirectoryStay() throws Exception {
    Path pod = pins.pin("one", Map.of());
    Path other = Files.createFile(pod.resolve("other"));

    PodNamespaces.unpin(pod);

    assertThat(pod).isDirectoryContaining(file -> file.equals(other));
    Files.delete(other);
  }

  @Test
  void aNamespaceOfAProcessIsPinned() throws Exception {
    Path target = pins.path().resolve("pid");
    int self = (int) ProcessHandle.current().pid();

    PodNamespaces.pinFromProcess(self, NamespaceKind.PID, target);

    assertThat(inode(target)).isEqualTo(inode(Path.of("/proc/self/ns/pid")));
    PodNamespaces.unpinOne(target);
    PodNamespaces.unpinOne(target);
    assertThat(target).doesNotExist();

    assertThatThrownBy(
            () -> PodNamespaces.pinFromProcess(Integer.MAX_VALUE, NamespaceKind.PID, target))
        .hasMessageContaining("ENOENT");
    assertThat(target).doesNotExist();
  }

  @Test
  void onlyTheKindsAskedForAreMade() throws Exception {
    PodNamespaces.pin(
        new PinRequest(pins.pod("one"), Set.of(NamespaceKind.IPC), Optional.empty(), Map.of()));

    assertThat(pins.pod("one")).isDirectoryNotContaining("glob:**/{net,uts}");
    assertThat(inode(pins.pod("one").resolve("ipc")))
        .isNotEqualTo(inode(Path.of("/proc/self/ns/ipc")));
  }
}
