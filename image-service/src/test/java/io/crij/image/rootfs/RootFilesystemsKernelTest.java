package io.crij.image.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.ImageLimits;
import io.crij.image.pull.PullLimits;
import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.image.testing.Tree;
import io.crij.linux.mount.Mounts;
import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root file systems as the kernel shows them. */
class RootFilesystemsKernelTest {
  @TempDir Path directory;
  private FakeRegistry registry;
  private ImageNode node;
  private RootFilesystems rootFilesystems;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    node = new ImageNode(directory, ImageLimits.DEFAULT);
    rootFilesystems = node.start().rootFilesystems();
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    registry.close();
  }

  private Digest pull(TestLayer... layers) throws Exception {
    FakeImage.withLayers(layers).serve(registry, "app", "1");
    return node.pull(registry.host() + "/app:1");
  }

  private Map<String, String> merged(Digest image) throws IOException {
    RootFilesystem rootfs = rootFilesystems.prepare("c1", image);
    try {
      return Tree.of(rootfs.merged());
    } finally {
      rootFilesystems.remove("c1");
    }
  }

  private static TestLayer[] secretAddedAndRemoved() {
    return new TestLayer[] {
      TestLayer.gzip(
          TarEntry.directory("etc"),
          TarEntry.file("etc/secret", "password"),
          TarEntry.directory("var/old"),
          TarEntry.file("var/old/a", "a"),
          TarEntry.file("var/old/b", "b"),
          TarEntry.symlink("lib", "usr/lib")),
      TestLayer.zstd(
          TarEntry.archive(TarEntry.directory("etc"), TarEntry.file("etc/.wh.secret", ""))),
      TestLayer.plain(
          TarEntry.archive(
              TarEntry.directory("var/old"),
              TarEntry.file("var/old/.wh..wh..opq", ""),
              TarEntry.file("var/old/c", "c"))),
      TestLayer.gzip(TarEntry.file("etc/motd", "hello"), TarEntry.file(".wh.lib", "")),
      TestLayer.gzip(TarEntry.directory("lib"), TarEntry.file("lib/x", "x"))
    };
  }

  @Test
  void P17_whiteoutsHoldWithOneThreadAndWithMany() throws Exception {
    Map<String, String> many = merged(pull(secretAddedAndRemoved()));
    assertThat(many)
        .containsOnlyKeys("", "etc", "etc/motd", "lib", "lib/x", "var", "var/old", "var/old/c");

    node.close();
    PullLimits one =
        new PullLimits(
            1,
            1,
            PullLimits.DEFAULT.backoff(),
            PullLimits.DEFAULT.resolve(),
            PullLimits.DEFAULT.layers(),
            PullLimits.DEFAULT.commit());
    ImageLimits usual = ImageLimits.DEFAULT;
    node = new ImageNode(directory, new ImageLimits(1, 1, usual.registry(), one, usual.layer()));
    rootFilesystems = node.start().rootFilesystems();

    assertThat(merged(pull(secretAddedAndRemoved()))).isEqualTo(many);
  }

  @Test
  void P11_aDeviceNodeInALayerHidesNothing() throws Exception {
    Digest image =
        pull(
            TestLayer.gzip(TarEntry.file("f", "seen")),
            TestLayer.gzip(TarEntry.device('3', "f", 0, 0)));

    assertThat(merged(image)).containsKey("f");
  }

  @Test
  void P18_anImageWithoutLayersGetsAnEmptyMountOfItsOwn() throws Exception {
    RootFilesystem rootfs = rootFilesystems.prepare("c1", pull());

    assertThat(Mounts.isMountPoint(rootfs.merged())).isTrue();
    assertThat(rootfs.merged()).isEmptyDirectory();
    Files.writeString(rootfs.merged().resolve("f"), "mine");
    assertThat(rootfs.upper().resolve("f")).hasContent("mine");
  }

  @Test
  void theSameLayerTwiceAndAnOpaqueRoot() throws Exception {
    TestLayer base = TestLayer.gzip(TarEntry.file("base", ""), TarEntry.file("f", "base"));
    TestLayer change = TestLayer.gzip(TarEntry.file(".wh.base", ""), TarEntry.file("f", "change"));

    assertThat(merged(pull(base, change))).containsOnlyKeys("", "f");
    assertThat(merged(pull(base, change, base))).containsOnlyKeys("", "base", "f");
    TestLayer opaque = TestLayer.gzip(TarEntry.file(".wh..wh..opq", ""), TarEntry.file("only", ""));
    assertThat(merged(pull(base, opaque))).containsOnlyKeys("", "only");
  }

  @Test
  void theRootDirectoryIsAsTheUppermostLayerSays() throws Exception {
    Digest image =
        pull(
            TestLayer.gzip(TarEntry.directory("./").mode(0711).owner(1, 1)),
            TestLayer.gzip(
                TarEntry.directory("./")
                    .mode(01775)
                    .owner(2, 3)
                    .mtime(Instant.ofEpochSecond(1_234_567_890))
                    .xattr("user.root", new byte[] {7})),
            TestLayer.gzip(TarEntry.file("f", "")));

    assertThat(merged(image).get(""))
        .isEqualTo("DIRECTORY 1775 2:3 2009-02-13T23:31:30Z user.root=07");
    RootFilesystem rootfs = rootFilesystems.prepare("c2", image);
    assertThat(Tree.of(rootfs.upper()).get(""))
        .startsWith("DIRECTORY 1775 2:3 2009-02-13T23:31:30Z")
        .contains("user.root=07");
    assertThat(merged(pull(TestLayer.gzip(TarEntry.file("f", "")))).get(""))
        .isEqualTo("DIRECTORY 0755 0:0 1970-01-01T00:00:00Z");
  }

  @Test
  void changesOfOneContainerAreInvisibleToAnother() throws Exception {
    Digest image = pull(TestLayer.gzip(TarEntry.file("f", "image")));
    RootFilesystem one = rootFilesystems.prepare("c1", image);
    RootFilesystem two = rootFilesystems.prepare("c2", image);

    Files.writeString(one.merged().resolve("f"), "changed");
    Files.createDirectory(one.merged().resolve("d"));

    assertThat(two.merged().resolve("f")).hasContent("image");
    assertThat(two.merged().resolve("d")).doesNotExist();
    assertThat(rootFilesystems.list()).containsExactlyInAnyOrder(one, two);
    assertThatThrownBy(() -> rootFilesystems.prepare("c1", image))
        .isInstanceOf(AlreadyExists.class);
    assertThat(one.merged().resolve("f")).hasContent("changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "-x", "tmp\n", "a\0b"})
  void malformedIdsAreRefused(String id) throws Exception {
    Digest image = pull(TestLayer.gzip(TarEntry.file("f", "")));

    assertThatThrownBy(() -> rootFilesystems.prepare(id, image))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> rootFilesystems.remove(id)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void removalIsIdempotentAlsoAfterAReboot() throws Exception {
    Digest image = pull(TestLayer.gzip(TarEntry.file("f", "")));
    RootFilesystem rootfs = rootFilesystems.prepare("c1", image);
    Mounts.unmount(rootfs.merged(), true);
    Files.delete(rootfs.merged());

    rootFilesystems = node.restart().rootFilesystems();

    assertThat(rootFilesystems.list()).containsExactly(rootfs);
    assertThat(rootFilesystems.mounted("c1")).isFalse();
    rootFilesystems.remove("c1");
    rootFilesystems.remove("c1");
    rootFilesystems.remove("never");
    assertThat(rootFilesystems.list()).isEmpty();
    assertThat(node.root().resolve("rootfs/c1")).doesNotExist();
    assertThat(rootFilesystems.prepare("c1", image)).isEqualTo(rootfs);
  }

  @Test
  void aHalfMadeOneIsGoneAfterARestart() throws Exception {
    Files.createDirectories(node.root().resolve("rootfs/tmp/new-1/upper/x"));

    rootFilesystems = node.restart().rootFilesystems();

    assertThat(rootFilesystems.list()).isEmpty();
    assertThat(node.root().resolve("rootfs/tmp")).isEmptyDirectory();
  }

  @Test
  void anUnreadableRecordKeepsAllLayers() throws Exception {
    Digest image = pull(TestLayer.gzip(TarEntry.file("f", "still here")));
    RootFilesystem rootfs = rootFilesystems.prepare("c1", image);
    Files.writeString(node.root().resolve("rootfs/c1/rootfs.json"), "garbage");

    var services = node.restart();
    services.images().remove(image);
    rootFilesystems = services.rootFilesystems();
    node.restart();

    assertThat(rootFilesystems.list()).isEmpty();
    assertThat(rootfs.merged().resolve("f")).hasContent("still here");
  }
}
