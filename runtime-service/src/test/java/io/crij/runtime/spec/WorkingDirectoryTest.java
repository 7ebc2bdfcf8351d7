package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkingDirectoryTest {
  @TempDir Path temporary;
  private Path rootfs;

  @BeforeEach
  void makeRoot() throws IOException {
    rootfs = Files.createDirectories(temporary.resolve("root"));
    Files.createDirectory(rootfs.resolve("srv"));
  }

  private String prepare(String requested, String image, String... covered) throws IOException {
    return WorkingDirectory.prepare(
        WorkingDirectory.choose(requested, image), rootfs, List.of(covered));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', /",
    "'', /srv, /srv",
    "/app, /srv, /app",
    "//srv/./a/, '', /srv/a",
  })
  void theRequestBeatsTheImage(String requested, String image, String expected) throws IOException {
    assertThat(prepare(requested, image)).isEqualTo(expected);
    assertThat(rootfs.resolve(expected.substring(1))).isDirectory();
  }

  @Test
  void linksOnTheWayAreFollowedInsideTheRoot() throws IOException {
    Files.createSymbolicLink(rootfs.resolve("out"), Path.of("../../../srv"));

    assertThat(prepare("/out/new", "")).isEqualTo("/out/new");

    assertThat(rootfs.resolve("srv/new")).isDirectory();
    assertThat(temporary.resolve("srv")).doesNotExist();
  }

  @Test
  void aMountBringsItsOwnDirectory() throws IOException {
    assertThat(prepare("/data/sub", "", "/data")).isEqualTo("/data/sub");
    assertThat(rootfs.resolve("data")).doesNotExist();
    assertThat(prepare("/data2", "", "/data")).isEqualTo("/data2");
    assertThat(rootfs.resolve("data2")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app", "/proc/self/fd/7", "/proc", "/proc/1/fd/8/../..", "/a\nb", "/a/.."})
  void c1BadDirectoriesAreRefused(String path) {
    assertThatThrownBy(() -> prepare(path, ""))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("working_dir");
    assertThatThrownBy(() -> prepare("", path))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageStartingWith("WORKDIR of the image");
  }

  @Test
  void c1LinksToProcAreRefused() throws IOException {
    Files.createSymbolicLink(rootfs.resolve("app"), Path.of("/proc/self/fd/7"));
    Files.createDirectories(rootfs.resolve("proc/self/fd/7"));
    for (String path : List.of("/app", "/app/below")) {
      assertThatThrownBy(() -> prepare(path, ""))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("leads to /proc");
    }
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws IOException {
    Files.createFile(rootfs.resolve("file"));
    for (String path : List.of("/file", "/file/below")) {
      assertThatThrownBy(() -> prepare(path, ""))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("cannot be entered or made");
    }
  }
}
