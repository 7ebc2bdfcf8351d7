package io.crij.image.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.image.ImageLimits;
import io.crij.image.reference.Digest;
import io.crij.image.rootfs.RootFilesystem;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.testing.DebianLayer;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.HostTool;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.OciLayout;
import io.crij.image.testing.TestLayer;
import io.crij.image.testing.Tree;
import io.crij.linux.mount.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains of layers, mounted, beside what umoci makes of the same image when it unpacks layer after
 * layer into one directory: every path, type, mode, owner, time, link count, content, attribute.
 */
class ChainComparisonKernelTest {
  private static final Pattern TIME = Pattern.compile("[0-9]{4}-[^ ]*Z");

  @TempDir Path temporary;
  private Path directory;
  private FakeRegistry registry;
  private ImageNode node;
  private RootFilesystems rootFilesystems;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(HostTool.isInstalled("umoci"), "umoci is not on this host");
    directory = temporary.toRealPath();
    Mounts.tmpfs(directory, 1L << 30, 0700);
    registry = new FakeRegistry();
    node = new ImageNode(directory, ImageLimits.DEFAULT);
    rootFilesystems = node.start().rootFilesystems();
  }

  @AfterEach
  void stop() throws IOException {
    if (registry != null) {
      node.close();
      registry.close();
      Mounts.unmount(directory, false);
    }
  }

  static List<String> handMade() {
    return List.copyOf(HandMadeChains.all().keySet());
  }

  @ParameterizedTest
  @MethodSource("handMade")
  void showsWhatUnpackingInOrderMakes(String name) throws Exception {
    assertSame(HandMadeChains.all().get(name));
  }

  @Test
  void packagesOfDebian() throws Exception {
    List<byte[]> layers = new ArrayList<>();
    for (String name :
        List.of(
            "base-files",
            "bash",
            "coreutils",
            "passwd",
            "mount",
            "libc6",
            "ncurses-base",
            "iputils-ping")) {
      if (DebianLayer.has(name)) {
        layers.add(DebianLayer.of(name, directory));
        layers.add(DebianLayer.of(name, directory, "--files-only"));
      }
    }
    assertThat(layers).hasSizeGreaterThan(6);

    assertSame(layers);
    // Without the entries of any directory after the first layer.
    List<byte[]> lazy = new ArrayList<>(List.of(layers.getFirst()));
    for (int i = 3; i < layers.size(); i += 2) {
      lazy.add(layers.get(i));
    }
    assertSame(lazy);
  }

  private void assertSame(List<byte[]> tars) throws Exception {
    Instant start = Instant.now().minusSeconds(1);
    Map<String, String> ours = ours(tars);
    Map<String, String> theirs = theirs(tars);
    Set<String> paths = new TreeSet<>(ours.keySet());
    paths.addAll(theirs.keySet());
    List<String> differences = new ArrayList<>();
    for (String path : paths) {
      String we = ours.getOrDefault(path, "absent");
      String they = withoutTimeOfUnpacking(theirs.getOrDefault(path, "absent"), we, start);
      if (!we.equals(they)) {
        differences.add(path + ": " + we + " instead of " + they);
      }
    }
    assertThat(differences).isEmpty();
  }

  /** No layer gives a directory that time: what is made in it later changes it there, not here. */
  private static String withoutTimeOfUnpacking(String they, String we, Instant start) {
    Matcher time = TIME.matcher(they);
    Matcher ours = TIME.matcher(we);
    boolean now = time.find() && !Instant.parse(time.group()).isBefore(start);
    return now && they.startsWith("DIRECTORY") && ours.find()
        ? they.replace(time.group(), ours.group())
        : they;
  }

  private Map<String, String> ours(List<byte[]> tars) throws Exception {
    TestLayer[] layers = new TestLayer[tars.size()];
    for (int i = 0; i < layers.length; i++) {
      byte[] tar = tars.get(i);
      layers[i] =
          switch (i % 3) {
            case 0 -> TestLayer.gzip(tar);
            case 1 -> TestLayer.zstd(tar);
            default -> TestLayer.plain(tar);
          };
    }
    FakeImage.withLayers(layers).serve(registry, "app", "1");
    Digest image = node.pull(registry.host() + "/app:1");
    RootFilesystem rootfs = rootFilesystems.prepare("c1", image);
    try {
      return new TreeMap<>(Tree.of(rootfs.merged()));
    } finally {
      rootFilesystems.remove("c1");
    }
  }

  private Map<String, String> theirs(List<byte[]> tars) throws IOException {
    Path layout = Files.createDirectory(directory.resolve("layout"));
    OciLayout.write(
        FakeImage.withLayers(tars.stream().map(TestLayer::gzip).toArray(TestLayer[]::new)), layout);
    Path unpacked = directory.resolve("unpacked");
    HostTool.run("umoci", "raw", "unpack", "--image", layout + ":1", unpacked.toString());
    try {
      Map<String, String> tree = new TreeMap<>(Tree.of(unpacked));
      tree.values().removeIf(text -> text.startsWith("CHARACTER_DEVICE"));
      return tree;
    } finally {
      HostTool.run("rm", "-rf", unpacked.toString(), layout.toString());
    }
  }
}
