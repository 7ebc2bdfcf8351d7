package io.crij.deploy.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.CheckpointContainerRequest;
import io.crij.cri.v1.ImageFsInfoRequest;
import io.crij.cri.v1.ListImagesRequest;
import io.crij.cri.v1.RuntimeCondition;
import io.crij.cri.v1.StatusRequest;
import io.crij.cri.v1.StreamImagesRequest;
import io.crij.cri.v1.VersionRequest;
import io.crij.linux.mount.MountTable;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.FailedPrecondition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole daemon in this process, with its socket, roots and the runtimes of this machine. */
class DaemonKernelTest {
  @TempDir Path folder;

  @Test
  void answersOverItsSocketAndLeavesNothingMountedWhenStopped() throws Exception {
    DaemonNode node = new DaemonNode(folder);
    Daemon daemon = Daemon.start(node.configuration(Map.of()), Failpoints.NONE);
    try (DaemonNode.Client client = node.connect()) {
      var version = client.runtime().version(VersionRequest.getDefaultInstance());
      assertThat(version.getRuntimeName()).isEqualTo("crij");
      assertThat(version.getRuntimeApiVersion()).isEqualTo("v1");
      var status = client.runtime().status(StatusRequest.newBuilder().setVerbose(true).build());
      assertThat(conditions(status.getStatus().getConditionsList()))
          .containsEntry("RuntimeReady", true)
          .containsEntry("NetworkReady", false);
      assertThat(status.getInfoMap().get("daemon"))
          .contains(Files.readString(node.root().resolve("instance")).strip());
      assertThat(client.images().listImages(ListImagesRequest.getDefaultInstance()).getImagesList())
          .isEmpty();
      assertThat(client.images().streamImages(StreamImagesRequest.getDefaultInstance()))
          .isExhausted();
      assertThat(
              client
                  .images()
                  .imageFsInfo(ImageFsInfoRequest.getDefaultInstance())
                  .getImageFilesystemsCount())
          .isEqualTo(1);
      assertThatThrownBy(
              () ->
                  client
                      .runtime()
                      .checkpointContainer(CheckpointContainerRequest.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    } finally {
      daemon.stop();
    }
    assertThat(node.socket()).doesNotExist();
    assertThat(MountTable.read().below(folder)).isEmpty();
  }

  /** Rows F2 to F4 of the list of weaknesses: nothing of ours is open to other users. */
  @Test
  void directoriesAndSocketAreForRootAlone() throws Exception {
    DaemonNode node = new DaemonNode(folder);
    Files.createDirectory(
        node.root(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Daemon daemon = Daemon.start(node.configuration(Map.of()), Failpoints.NONE);
    try {
      assertThat(mode(node.socket())).isEqualTo("rw-rw----");
      assertThat(mode(node.root())).isEqualTo("rwx------");
      assertThat(openToOthers(node.root())).isEmpty();
      assertThat(openToOthers(node.runroot())).isEmpty();
    } finally {
      daemon.stop();
    }
  }

  @Test
  void aSecondDaemonIsToldWhatTheFirstOneHas() throws Exception {
    DaemonNode node = new DaemonNode(folder);
    Daemon daemon = Daemon.start(node.configuration(Map.of()), Failpoints.NONE);
    try {
      assertRefused(node, Map.of(), node.socket() + " is in use by a running daemon");
      String other = folder.resolve("other").toString();
      assertRefused(
          node,
          Map.of("--listen", other + ".sock"),
          "crij.root: " + node.root() + " is in use by another daemon");
      assertRefused(
          node,
          Map.of("--listen", other + ".sock", "--root", other),
          "crij.runroot: " + node.runroot() + " is in use by another daemon");
      assertThat(Path.of(other)).doesNotExist();
    } finally {
      daemon.stop();
    }
  }

  @Test
  void startsAgainOnTheSameRootsAndKeepsItsInstance() throws Exception {
    DaemonNode node = new DaemonNode(folder);
    Daemon.start(node.configuration(Map.of()), Failpoints.NONE).stop();
    String instance = Files.readString(node.root().resolve("instance"));
    Daemon.start(node.configuration(Map.of()), Failpoints.NONE).stop();
    assertThat(node.root().resolve("instance")).hasContent(instance);
  }

  @Test
  void aStartThatFailsGivesEverythingBack() throws Exception {
    DaemonNode node = new DaemonNode(folder);
    Path missing = folder.resolve("missing.conf");
    assertRefused(node, Map.of("--registries-conf", missing.toString()), missing.toString());
    assertThat(MountTable.read().below(folder)).isEmpty();
    Daemon.start(node.configuration(Map.of()), Failpoints.NONE).stop();
  }

  private static void assertRefused(DaemonNode node, Map<String, String> flags, String said) {
    assertThatThrownBy(() -> Daemon.start(node.configuration(flags), Failpoints.NONE))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n");
  }

  private static Map<String, Boolean> conditions(List<RuntimeCondition> conditions) {
    return conditions.stream()
        .collect(Collectors.toMap(RuntimeCondition::getType, RuntimeCondition::getStatus));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * But for the root file system of the containers that hold PID namespaces, which is read-only.
   */
  private static List<String> openToOthers(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<String> open = new ArrayList<>();
      for (Path each : all.filter(path -> !path.startsWith(root.resolve("pid-root"))).toList()) {
        if (!mode(each).endsWith("------")) {
          open.add(mode(each) + " " + each);
        }
      }
      return open;
    }
  }
}
