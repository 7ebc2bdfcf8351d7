package io.crij.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.e2e.harness.PackagedImage;
import io.crij.e2e.harness.PackagedImage.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedImageTest {
  private static final String CACHE_OR_NOTHING = "-XX:AOTMode=on";

  private final PackagedImage built = PackagedImage.built();

  @TempDir private Path scratch;

  @Test
  void startsThroughASymbolicLinkAndFromAnyFolder() throws Exception {
    Path first = Files.createSymbolicLink(scratch.resolve("first"), built.program());
    Path second = Files.createSymbolicLink(scratch.resolve("crij"), first.getFileName());
    Outcome outcome = PackagedImage.run(second, CACHE_OR_NOTHING, "version");
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.stdout()).startsWith("crij ").endsWith("\n").hasLineCount(1);
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void aCopyInAnotherFolderTakesItsClassesFromTheCache() throws Exception {
    PackagedImage copy =
        built.copyTo(Files.createDirectories(scratch.resolve("much/deeper")).resolve("copy"));
    Outcome outcome =
        PackagedImage.run(
            copy.program(), CACHE_OR_NOTHING + " -Xlog:class+load:stdout", "train-aot");
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    List<String> loaded = outcome.stdout().lines().toList();
    assertThat(loaded)
        .anyMatch(fromCache("io.grpc.internal.ServerImpl"))
        .anyMatch(fromCache("io.crij.cri.v1.RuntimeServiceGrpc"))
        .noneMatch(line -> line.contains(built.home() + "/"));
    long cached = loaded.stream().filter(line -> line.contains("shared objects file")).count();
    assertThat(cached).isGreaterThan(loaded.size() * 8L / 10);
  }

  @Test
  void aCacheOfAnotherRuntimeIsRefusedAndTheDaemonStartsWithoutIt() throws Exception {
    PackagedImage copy = built.copyTo(scratch.resolve("changed"));
    Files.writeString(copy.home().resolve("runtime/lib/modules"), "x", StandardOpenOption.APPEND);
    assertThat(PackagedImage.run(copy.program(), CACHE_OR_NOTHING, "version").exitCode())
        .isNotZero();

    Outcome without = PackagedImage.run(copy.program(), "", "version");
    assertThat(without.exitCode()).isZero();
    assertThat(without.stdout()).hasLineCount(1);
  }

  @Test
  void aLargerHeapKeepsTheCache() throws Exception {
    Outcome outcome = PackagedImage.run(built.program(), CACHE_OR_NOTHING + " -Xmx256m", "version");
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
  }

  @Test
  void nativeLibrariesAreUsedWhereTheyLie() throws Exception {
    // Where a library would be unpacked there is no folder: only those in the image can load.
    Path nowhere = scratch.resolve("nowhere");
    String options =
        "-Djna.tmpdir=%1$s -DZstdTempFolder=%1$s -Dio.netty.native.workdir=%1$s".formatted(nowhere);
    Outcome outcome = PackagedImage.run(built.program(), options, "train-aot");
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(nativeLibraries())
        .containsExactlyInAnyOrder(
            "libjnidispatch.so", "libnetty_transport_native_epoll_x86_64.so", "libzstd-jni.so");
  }

  private List<String> nativeLibraries() throws IOException {
    try (Stream<Path> files = Files.list(built.home().resolve("native"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Predicate<String> fromCache(String className) {
    return line -> line.contains(" " + className + " source: shared objects file");
  }
}
