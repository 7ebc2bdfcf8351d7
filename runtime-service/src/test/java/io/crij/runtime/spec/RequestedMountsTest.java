package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.IDMapping;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.Mount;
import io.crij.cri.v1.MountPropagation;
import io.crij.linux.thread.BoundedPool;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.spec.OciMount;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestedMountsTest {
  @TempDir Path temporary;
  private final BoundedPool pool = new BoundedPool("volumes", 2, 8);
  private final HostPaths paths = new HostPaths(pool, Duration.ofMinutes(1));

  @AfterEach
  void closePool() {
    pool.shutdownNow();
  }

  private RequestedMounts mounts(RuntimeFacts runtime, Mount.Builder... mounts) throws IOException {
    return RequestedMounts.of(
        List.of(mounts).stream().map(Mount.Builder::build).toList(), Map.of(), runtime, paths);
  }

  private Mount.Builder mount(String containerPath) {
    return Mount.newBuilder().setContainerPath(containerPath).setHostPath(temporary.toString());
  }

  @Test
  void aVolumeIsBoundAndShownAsRequested() throws IOException {
    RequestedMounts result = mounts(Hosts.CRUN, mount("/data//x/"), mount("/ro").setReadonly(true));

    String source = temporary.toRealPath().toString();
    assertThat(result.mounts())
        .containsExactly(
            new OciMount("/data/x", "bind", source, List.of("rbind", "rprivate", "rw")),
            new OciMount("/ro", "bind", source, List.of("rbind", "rprivate", "ro")));
    ContainerMount shown = result.shown().getFirst();
    assertThat(shown.containerPath()).isEqualTo("/data//x/");
    assertThat(shown.hostPath()).isEqualTo(temporary.toString());
    assertThat(shown.readonly()).isFalse();
    assertThat(shown.sourceInode()).isEqualTo((long) Files.getAttribute(temporary, "unix:ino"));
    assertThat(result.rootfsPropagation()).isEmpty();
  }

  @Test
  void aLinkOnTheHostIsFollowedAndShownUnfollowed() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);

    RequestedMounts result = mounts(Hosts.CRUN, mount("/d").setHostPath(link.toString()));

    assertThat(result.mounts().getFirst().source()).isEqualTo(temporary.toRealPath().toString());
    assertThat(result.shown().getFirst().hostPath()).isEqualTo(link.toString());
  }

  @Test
  void aMissingSourceIsNamed() {
    String absent = temporary.resolve("absent").toString();

    assertThatThrownBy(() -> mounts(Hosts.CRUN, mount("/a"), mount("/b").setHostPath(absent)))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageStartingWith("mounts[1].host_path")
        .hasMessageContaining(absent);
    assertThat(Path.of(absent)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "relative",
        "/",
        "/proc",
        "//proc",
        "/a/../proc",
        "/proc/self/attr",
        "/dev/console",
        "/dev/pts",
        "/dev/pts/0",
        "/a\nb",
        "/a\0b",
      })
  void c4AndC8DestinationsThatSecurityDependsOnAreRefused(String destination) {
    assertThatThrownBy(() -> mounts(Hosts.CRUN, mount(destination)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("mounts[0].container_path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/dev/shm", "/dev/termination-log", "/proc/meminfo", "/sys", "/dev", "/process"})
  void c4EverydayDestinationsAreLegal(String destination) throws IOException {
    assertThat(mounts(Hosts.CRUN, mount(destination)).destinations()).containsExactly(destination);
  }

  @Test
  void anOverlongPathIsRefused() {
    assertThatThrownBy(() -> mounts(Hosts.CRUN, mount("/" + "x".repeat(5000))))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("mounts[0].container_path");
  }

  @Test
  void twoMountsAtOnePlaceAreRefused() {
    assertThatThrownBy(() -> mounts(Hosts.CRUN, mount("/a"), mount("//a/")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("mounts[1].container_path");
  }

  @Test
  void recursiveReadonlyIsLeftToRuntimesThatCan() throws IOException {
    Mount.Builder wanted = mount("/a").setReadonly(true).setRecursiveReadOnly(true);

    assertThat(mounts(Hosts.RUNC, wanted).mounts().getFirst().options()).contains("rro");
    assertThatThrownBy(() -> mounts(Hosts.CRUN, wanted))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("CRUN 1.8.1");
  }

  @Test
  void recursiveReadonlyNeedsReadonlyAndPrivate() {
    Mount.Builder writable = mount("/a").setRecursiveReadOnly(true);
    Mount.Builder slave =
        mount("/a")
            .setReadonly(true)
            .setRecursiveReadOnly(true)
            .setPropagation(MountPropagation.PROPAGATION_HOST_TO_CONTAINER);
    for (Mount.Builder bad : List.of(writable, slave)) {
      assertThatThrownBy(() -> mounts(Hosts.RUNC, bad))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("recursive_read_only");
    }
  }

  @Test
  void optionsAreAnAllowList() throws IOException {
    assertThat(mounts(Hosts.CRUN, mount("/a").addMountOptions("noexec")).mounts().getFirst())
        .extracting(OciMount::options)
        .isEqualTo(List.of("rbind", "rprivate", "rw", "noexec"));
    for (String option : List.of("suid", "exec", "rw,dev", "idmap", "")) {
      assertThatThrownBy(() -> mounts(Hosts.CRUN, mount("/a").addMountOptions(option)))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("mount_options");
    }
  }

  @Test
  void anImageIsBoundReadOnlyWhateverTheRequestSays() throws IOException {
    ImageMount image = new ImageMount(temporary, "sha256:" + "1".repeat(64));
    Mount wanted = image().addMountOptions("noexec").build();

    RequestedMounts made =
        RequestedMounts.of(
            List.of(mount("/first").build(), wanted), Map.of(1, image), Hosts.RUNC, paths);

    OciMount bound = made.mounts().get(1);
    assertThat(bound.source()).isEqualTo(temporary.toString());
    assertThat(bound.options())
        .containsExactly("bind", "rprivate", "ro", "nosuid", "nodev", "noexec");
    assertThat(made.shown().get(1).imageId()).hasValue(image.imageId());
    assertThat(made.shown().get(1).readonly()).isTrue();
    assertThat(made.shown().get(0).imageId()).isEmpty();
  }

  @Test
  void anImageWithAHostPathOrPropagationIsRefused() {
    assertThatThrownBy(() -> mounts(Hosts.RUNC, image().setHostPath("/tmp")))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> mounts(Hosts.RUNC, mount("/a").setImageSubPath("etc")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("image_sub_path");
    assertThatThrownBy(
            () ->
                mounts(
                    Hosts.RUNC, image().setPropagation(MountPropagation.PROPAGATION_BIDIRECTIONAL)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("PROPAGATION_PRIVATE");
  }

  private static Mount.Builder image() {
    return Mount.newBuilder()
        .setContainerPath("/a")
        .setImage(ImageSpec.newBuilder().setImage("x:1"));
  }

  @Test
  void whatCannotBeDoneYetIsSaid() {
    Mount.Builder mapped = mount("/a").addUidMappings(IDMapping.newBuilder().setLength(1));
    assertThatThrownBy(() -> mounts(Hosts.RUNC, mapped))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("not supported yet");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void pathsThatHangStopNobodyForEver(int queue) throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (BoundedPool busy = new BoundedPool("busy", 1, queue)) {
      var hung =
          busy.call(
              "look at /nfs",
              () -> {
                answer.await();
                return "answered";
              });
      HostPaths impatient = new HostPaths(busy, Duration.ofMillis(50));

      assertThatThrownBy(
              () -> impatient.resolve(new Field("mounts[0].host_path", temporary.toString())))
          .isInstanceOf(queue == 0 ? ResourceExhausted.class : Unavailable.class)
          .hasMessageContaining("mounts[0].host_path")
          .hasMessageContaining(temporary.toString());

      answer.countDown();
      assertThat(hung.get()).isEqualTo("answered");
    }
  }
}
