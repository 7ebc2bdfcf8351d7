package io.crij.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.errno.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a tmpfs, so that it runs wherever the temporary directory lies. */
final class OverlayKernelTest {
  @TempDir private Path temporary;
  private Path base;
  private Path target;

  @BeforeEach
  void mountTmpfs() throws IOException {
    base = temporary.toRealPath();
    Mounts.tmpfs(base, 16 << 20, 0700);
    target = directory("merged");
  }

  @AfterEach
  void leaveNothing() throws IOException {
    Mounts.unmount(target, false);
    Mounts.unmount(base, false);
    assertThat(MountTable.read().below(base)).isEmpty();
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(base.resolve(name));
  }

  private List<Path> layers(int count) throws IOException {
    List<Path> topFirst = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // As long as layers named by their digest, and with what the options treat specially.
      Path layer = directory("layers/" + "f".repeat(64) + ",:" + i + "/diff");
      Files.writeString(layer.resolve("file" + i), "of " + i);
      Files.writeString(layer.resolve("shared"), "of " + i);
      topFirst.addFirst(layer);
    }
    return topFirst;
  }

  private OverlayRequest writable(int layers) throws IOException {
    return new OverlayRequest(
        layers(layers),
        Optional.of(directory("upper")),
        Optional.of(directory("work")),
        false,
        target);
  }

  @Test
  void mountsAsManyLayersAsAnImageMayHave() throws IOException {
    Mounts.overlay(writable(128));

    showsAllOf128Layers();
  }

  @Test
  void olderKernelsDoToo() throws IOException {
    Path before = Path.of("/proc/self/cwd").toRealPath();

    Overlay.mountByOptions(writable(128));

    showsAllOf128Layers();
    assertThat(Path.of("/proc/self/cwd").toRealPath()).isEqualTo(before);
    assertThat(Path.of("/proc/thread-self/cwd").toRealPath()).isEqualTo(before);
  }

  @Test
  void bothWaysTakeAsManyLayersAsTheKernelDoes() throws IOException {
    OverlayRequest request = writable(500);

    Mounts.overlay(request);
    assertThat(target.resolve("file0")).hasContent("of 0");
    assertThat(target.resolve("file499")).hasContent("of 499");
    Mounts.unmount(target, false);
    Overlay.mountByOptions(request);
    assertThat(target.resolve("file0")).hasContent("of 0");
    assertThat(target.resolve("file499")).hasContent("of 499");
  }

  @Test
  void theFallbackNamesWhatItCannotMount() throws IOException {
    OverlayRequest request =
        new OverlayRequest(
            List.of(base.resolve("absent"), directory("empty")),
            Optional.empty(),
            Optional.empty(),
            true,
            target);

    assertThatThrownBy(() -> Overlay.mountByOptions(request))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining(base.resolve("absent").toString());
  }

  private void showsAllOf128Layers() throws IOException {
    assertThat(target.resolve("file0")).hasContent("of 0");
    assertThat(target.resolve("file127")).hasContent("of 127");
    assertThat(target.resolve("shared")).hasContent("of 127");
    Files.writeString(target.resolve("shared"), "changed");
    assertThat(base.resolve("upper/shared")).hasContent("changed");
    MountEntry entry = MountTable.read().at(target).orElseThrow();
    assertThat(entry.type()).isEqualTo("overlay");
    assertThat(entry.superOptions()).doesNotContain("index=on", "metacopy=on", "redirect_dir=on");
  }

  @Test
  void mountsReadOnlyWithoutUpper() throws IOException {
    OverlayRequest request =
        new OverlayRequest(layers(2), Optional.empty(), Optional.empty(), true, target);

    Mounts.overlay(request);

    assertThat(target.resolve("shared")).hasContent("of 1");
    assertThatThrownBy(() -> Files.createFile(target.resolve("new")))
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void errorsCarryWhatTheKernelSays() throws IOException {
    OverlayRequest request =
        new OverlayRequest(
            layers(1),
            Optional.of(base.resolve("absent")),
            Optional.of(directory("work")),
            false,
            target);

    assertThatThrownBy(() -> Mounts.overlay(request))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining(target.toString())
        .hasMessageContaining(base.resolve("absent").toString());
    assertThat(Mounts.isMountPoint(target)).isFalse();

    Path file = Files.createFile(base.resolve("file"));
    OverlayRequest notDirectory =
        new OverlayRequest(
            List.of(file, directory("empty")), Optional.empty(), Optional.empty(), true, target);
    assertThatThrownBy(() -> Mounts.overlay(notDirectory))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("the kernel says: ");
  }

  @Test
  void tooFewLayersAreRefusedAtOnce() {
    assertThatThrownBy(
            () ->
                new OverlayRequest(
                    List.of(target), Optional.empty(), Optional.empty(), true, target))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new OverlayRequest(
                    List.of(target), Optional.of(target), Optional.empty(), true, target))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
