package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.ImageLimits;
import io.crij.image.ImageServices;
import io.crij.image.reference.Digest;
import io.crij.image.rootfs.RootFilesystem;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.testing.Await;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.image.testing.Tree;
import io.crij.linux.files.UserTree;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fix-up layers: made once for a chain, shared, found again, made again, removed with it. */
class LayerChainsKernelTest {
  private static final TestLayer BASE =
      TestLayer.gzip(
          TarEntry.directory("tmp").mode(01777),
          TarEntry.directory("usr/lib"),
          TarEntry.file("usr/lib/a", "a"),
          TarEntry.symlink("lib", "usr/lib"));
  private static final TestLayer THROUGH_LINK = TestLayer.gzip(TarEntry.file("lib/b", "b"));
  private static final TestLayer IN_TMP = TestLayer.gzip(TarEntry.file("tmp/x", "x"));

  @TempDir Path directory;
  private FakeRegistry registry;
  private ImageNode node;
  private ImageServices services;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    node = new ImageNode(directory, ImageLimits.DEFAULT);
    services = node.start();
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    registry.close();
  }

  private Digest pull(String name, TestLayer... layers) throws Exception {
    FakeImage.withLayers(layers).serve(registry, name, "1");
    return node.pull(registry.host() + "/" + name + ":1");
  }

  private List<String> chains() throws IOException {
    try (Stream<Path> homes = Files.list(node.root().resolve("chains/sha256"))) {
      return homes.map(home -> home.getFileName().toString()).sorted().toList();
    }
  }

  private Map<String, String> tree(Digest image) throws IOException {
    RootFilesystems rootFilesystems = services.rootFilesystems();
    RootFilesystem rootfs = rootFilesystems.prepare("c1", image);
    try {
      return Tree.of(rootfs.merged());
    } finally {
      rootFilesystems.remove("c1");
    }
  }

  @Test
  void anImageThatListsItsDirectoriesHasNone() throws Exception {
    pull("app", BASE, TestLayer.gzip(TarEntry.directory("tmp"), TarEntry.file("tmp/x", "x")));

    // The base's usr has no entry, but nothing lies below the base.
    assertThat(chains()).hasSize(1);
    assertThat(diffs()).isEmpty();
    pull("plain", TestLayer.gzip(TarEntry.file("f", "f")), TestLayer.gzip(TarEntry.file("g", "")));
    assertThat(chains()).hasSize(1);
  }

  private List<Path> diffs() throws IOException {
    List<Path> made = new ArrayList<>();
    for (String chain : chains()) {
      try (Stream<Path> content =
          Files.list(node.root().resolve("chains/sha256").resolve(chain).resolve("diff"))) {
        made.addAll(content.toList());
      }
    }
    return made;
  }

  @Test
  void chainsThatBeginTheSameShareWhatLiesBetween() throws Exception {
    Digest one = pull("one", BASE, THROUGH_LINK, IN_TMP);
    List<String> first = chains();
    Digest two = pull("two", BASE, THROUGH_LINK, TestLayer.gzip(TarEntry.file("tmp/y", "y")));

    assertThat(first).hasSize(2);
    assertThat(chains()).hasSize(3).containsAll(first);
    assertThat(tree(one)).containsKeys("usr/lib/a", "usr/lib/b", "tmp/x");
    assertThat(tree(one).get("tmp")).startsWith("DIRECTORY 1777");
    assertThat(tree(two)).containsKeys("usr/lib/b", "tmp/y");
    assertThat(tree(pull("prefix", BASE, THROUGH_LINK))).containsKey("usr/lib/b");
    assertThat(chains()).hasSize(3);
  }

  @Test
  void theyAreFoundAgainAndMadeAgainWhenTheyAreNotWhole() throws Exception {
    Digest image = pull("app", BASE, THROUGH_LINK, IN_TMP);
    Map<String, String> before = tree(image);
    List<String> made = chains();
    services = node.restart();
    assertThat(tree(image)).isEqualTo(before);

    Path chain = node.root().resolve("chains/sha256").resolve(made.getFirst());
    Files.writeString(chain.resolve("chain.json"), "{\"version\":");
    UserTree.removeTree(node.root().resolve("chains/sha256"), made.getLast());
    Files.createDirectories(node.root().resolve("chains/tmp/new-1/diff/x"));
    services = node.restart();

    assertThat(chains()).isEmpty();
    assertThat(node.root().resolve("chains/tmp")).isEmptyDirectory();
    assertThat(tree(image)).isEqualTo(before);
    assertThat(chains()).isEqualTo(made);
  }

  @Test
  void theyGoWithTheLastImageOrContainerThatNeedsThem() throws Exception {
    Digest one = pull("one", BASE, THROUGH_LINK, IN_TMP);
    Digest two = pull("two", BASE, THROUGH_LINK, TestLayer.gzip(TarEntry.file("tmp/y", "y")));
    RootFilesystem rootfs = services.rootFilesystems().prepare("c1", one);

    services.images().remove(one);
    services.images().remove(two);
    Await.until(() -> chains().size() == 2);
    assertThat(rootfs.merged().resolve("usr/lib/b")).hasContent("b");
    services = node.restart();
    assertThat(rootfs.merged().resolve("tmp/x")).hasContent("x");

    services.rootFilesystems().remove("c1");
    Await.until(() -> chains().isEmpty());
    Await.until(() -> services.images().fileSystem().usedInodes() == 0);
  }

  @Test
  void P1_aHardLinkToNothingRefusesTheImage() throws Exception {
    TestLayer link = TestLayer.gzip(TarEntry.hardLink("x", "/etc/shadow"));
    for (TestLayer[] layers : new TestLayer[][] {{link}, {BASE, link}, {BASE, link, IN_TMP}}) {
      assertThatThrownBy(() -> pull("app", layers))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InvalidArgument.class)
          .hasMessageContaining("hard link x leads to no file of theirs: etc/shadow");
    }
    TestLayer directory = TestLayer.gzip(TarEntry.hardLink("x", "tmp"));
    assertThatThrownBy(() -> pull("app", BASE, directory))
        .hasCauseInstanceOf(InvalidArgument.class);
    assertThat(services.images().list()).isEmpty();
    assertThat(chains()).isEmpty();
  }

  @Test
  void P1_linksOfLowerLayersNeverLeadOutOfTheImage() throws Exception {
    Path canary = Files.createDirectory(directory.resolve("canary"));
    Files.writeString(canary.resolve("secret"), "secret");
    TestLayer lower =
        TestLayer.gzip(
            TarEntry.symlink("d", canary.toString()),
            TarEntry.symlink("up", "../../../../../../../.." + canary),
            TarEntry.symlink("root", "/"));
    TestLayer higher =
        TestLayer.gzip(
            TarEntry.file("d/evil", "evil"),
            TarEntry.file("up/evil2", "evil"),
            TarEntry.file("root/evil3", "evil"),
            TarEntry.file("d/.wh.secret", ""));

    Map<String, String> tree = tree(pull("app", lower, higher));

    String inside = Path.of("/").relativize(canary).toString();
    assertThat(tree)
        .containsKeys(inside + "/evil", inside + "/evil2", "evil3")
        .doesNotContainKey("d/evil");
    assertThatThrownBy(
            () -> pull("link", lower, TestLayer.gzip(TarEntry.hardLink("x", "d/secret"))))
        .hasCauseInstanceOf(InvalidArgument.class);
    assertThat(Tree.of(canary)).containsOnlyKeys("", "secret");
    UserTree.removeTree(directory, "canary");
  }

  @Test
  void P1_linksInCirclesAreRefused() {
    TestLayer circle = TestLayer.gzip(TarEntry.symlink("a", "b"), TarEntry.symlink("b", "a"));
    assertThatThrownBy(() -> pull("app", circle, TestLayer.gzip(TarEntry.file("a/x", "x"))))
        .hasCauseInstanceOf(InvalidArgument.class)
        .hasMessageContaining("circles");
  }

  @Test
  void manyContainersAtOnceShareTheirMaking() throws Exception {
    Digest image = pull("app", BASE, THROUGH_LINK, IN_TMP);
    UserTree.removeTree(node.root(), "chains");
    services = node.restart();
    List<Callable<RootFilesystem>> wanted = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String id = "c" + i;
      wanted.add(() -> services.rootFilesystems().prepare(id, image));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (Future<RootFilesystem> made : threads.invokeAll(wanted)) {
        assertThat(made.get().merged().resolve("usr/lib/b")).hasContent("b");
      }
    }
    assertThat(chains()).hasSize(2);
  }

  @Test
  void anImageOf128LayersMountsWithItsFixUps() throws Exception {
    TestLayer[] layers = new TestLayer[128];
    layers[0] = BASE;
    for (int i = 1; i < layers.length; i++) {
      // Each of them uses the link, and so has a fix-up of its own in the stack.
      layers[i] =
          TestLayer.gzip(TarEntry.file("lib/own" + i, "own"), TarEntry.file("tmp/f" + i, ""));
    }

    Map<String, String> tree = tree(pull("app", layers));

    assertThat(tree.keySet()).filteredOn(path -> path.startsWith("usr/lib/own")).hasSize(127);
    assertThat(tree.keySet()).filteredOn(path -> path.startsWith("tmp/f")).hasSize(127);
    assertThat(tree.get("lib")).startsWith("SYMLINK");
    assertThat(tree.get("tmp")).startsWith("DIRECTORY 1777");
  }
}
