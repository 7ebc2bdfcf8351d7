package io.crij.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.crij.image.layer.TarWriter;
import io.crij.image.manifest.Descriptor;
import io.crij.image.pull.LayerDestination;
import io.crij.image.pull.PulledImage;
import io.crij.image.reference.Digest;
import io.crij.image.reference.Platform;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.image.trust.SignaturePolicies;
import io.crij.image.trust.SignaturePolicyFile;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives good and bad; layers go to a destination in memory. */
class ImageImportTest implements LayerDestination {
  private static final TestLayer LAYER =
      TestLayer.gzip(TarEntry.directory("etc/"), TarEntry.file("etc/x", "x"));
  private static final FakeImage IMAGE = FakeImage.withLayers(LAYER);

  @TempDir Path directory;
  private final List<PulledImage> images = new ArrayList<>();
  private final Map<Digest, byte[]> layers = new HashMap<>();
  private int givenUp;

  @Override
  public void ensure(Descriptor layer, Digest diffId, Blob blob) {
    try (InputStream in = blob.open()) {
      byte[] bytes = in.readAllBytes();
      assertThat(bytes.length).isEqualTo((int) layer.size());
      assertThat(layer.digest().matches(bytes)).isTrue();
      layers.put(diffId, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void givenUp(List<Digest> diffIds, boolean spaceNeeded) {
    givenUp += diffIds.size();
  }

  @Test
  void anOciArchiveGivesItsImageUnderItsName() throws IOException {
    ImageImport.Imported imported = run(tar(oci("docker.io/library/app:1", _ -> {})), "");
    assertThat(imported.format()).isEqualTo(ArchiveFormat.OCI);
    assertThat(imported.ids()).containsExactly(IMAGE.id());
    assertThat(images).hasSize(1);
    assertThat(images.getFirst().reference()).hasToString("docker.io/library/app:1");
    assertThat(layers).containsOnlyKeys(LAYER.diffId());
  }

  @Test
  void compressedArchivesAreReadToo() throws IOException {
    byte[] plain = tar(oci("docker.io/library/app:1", _ -> {}));
    assertThat(run(TestLayer.gzipped(plain), "").ids()).containsExactly(IMAGE.id());
    assertThat(run(Zstd.compress(plain), "").ids()).containsExactly(IMAGE.id());
  }

  @Test
  void aDockerArchiveGivesAllNamesOfAllImages() throws IOException {
    Map<String, byte[]> files = docker("[\"a/b:1\",\"quay.io/c:2\"]", "layer.tar");
    assertThat(run(tar(files), "").format()).isEqualTo(ArchiveFormat.DOCKER);
    assertThat(images)
        .extracting(image -> image.reference().toString())
        .containsExactly("docker.io/a/b:1", "quay.io/c:2");
    assertThat(images).extracting(PulledImage::id).containsOnly(IMAGE.id());
  }

  @Test
  void layersBehindLinksAreFoundInTheArchiveAndNowhereElse() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Map<String, byte[]> files = docker("[\"a\"]", "two/layer.tar");
    byte[] layer = files.remove("two/layer.tar");
    files.put("one/layer.tar", layer);
    byte[] linked = tar(files, TarEntry.symlink("two/layer.tar", "../one/layer.tar"));
    assertThat(run(linked, "").ids()).containsExactly(IMAGE.id());

    for (String target :
        List.of(secret.toString(), "../../../" + secret, "/etc/passwd", "layer.tar")) {
      refuses(tar(files, TarEntry.symlink("two/layer.tar", target)), "");
    }
  }

  @Test
  void anAppcImageBecomesOneWithOneLayer() throws IOException {
    byte[] aci =
        TarEntry.archive(
            TarEntry.file(
                "manifest",
                """
                {"acKind":"ImageManifest","acVersion":"0.8.9","name":"example.com/worker",
                 "labels":[{"name":"version","value":"1.2"},{"name":"os","value":"linux"},
                           {"name":"arch","value":"aarch64"}],
                 "app":{"exec":["/bin/work","-v"],"user":"100","group":"300",
                        "workingDirectory":"/srv","environment":[{"name":"A","value":"b"}],
                        "mountPoints":[{"name":"w","path":"/data"}],
                        "ports":[{"name":"p","port":80,"protocol":"tcp"}]},
                 "annotations":[{"name":"authors","value":"us"}]}\
                """),
            TarEntry.directory("rootfs/").mode(0711),
            TarEntry.file("rootfs/bin/work", "w")
                .mode(04755)
                .owner(7, 8)
                .xattr("user.x", new byte[] {1, -1}),
            TarEntry.hardLink("rootfs/bin/again", "rootfs/bin/work"),
            TarEntry.symlink("rootfs/link", "bin/work"),
            TarEntry.file("elsewhere", "not part of the image"));
    assertThat(run(aci, "").format()).isEqualTo(ArchiveFormat.APPC);

    PulledImage image = images.getFirst();
    assertThat(image.reference()).hasToString("example.com/worker:1.2");
    assertThat(image.config().entrypoint()).containsExactly("/bin/work", "-v");
    assertThat(image.config().user()).isEqualTo("100:300");
    assertThat(image.config().architecture()).isEqualTo("arm64");
    assertThat(image.config().workingDir()).isEqualTo("/srv");
    assertThat(image.config().env()).containsExactly("A=b");
    assertThat(image.config().volumes()).containsExactly("/data");
    assertThat(image.config().labels()).containsEntry("authors", "us");
    byte[] expected =
        TarEntry.archive(
            TarEntry.directory("./").mode(0711),
            TarEntry.file("bin/work", "w")
                .mode(04755)
                .owner(7, 8)
                .xattr("user.x", new byte[] {1, -1}),
            TarEntry.hardLink("bin/again", "bin/work"),
            TarEntry.symlink("link", "bin/work"));
    assertThat(layers.get(image.config().diffIds().getFirst())).hasSameSizeAs(expected);
    String layer =
        new String(layers.get(image.config().diffIds().getFirst()), StandardCharsets.ISO_8859_1);
    assertThat(layer)
        .contains("bin/work", "bin/again", "SCHILY.xattr.user.x")
        .doesNotContain("rootfs/", "elsewhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"acKind\":\"PodManifest\"}",
        "{\"acKind\":\"ImageManifest\",\"name\":\"a.b/c\",\"dependencies\":[{\"imageName\":\"x\"}]}",
        "{\"acKind\":\"ImageManifest\",\"name\":\"a.b/c\",\"app\":{\"user\":\"/bin/x\"}}",
        "{\"acKind\":\"ImageManifest\",\"name\":\"\"}",
        "not json",
      })
  void anAppcImageThatCannotBeOneIsRefused(String manifest) throws IOException {
    refuses(
        TarEntry.archive(TarEntry.file("manifest", manifest), TarEntry.file("rootfs/bin/x", "x")),
        "");
  }

  @Test
  void anAppcWhitelistLeavesTheRestOut() throws IOException {
    byte[] aci =
        TarEntry.archive(
            TarEntry.file(
                "manifest",
                "{\"acKind\":\"ImageManifest\",\"name\":\"a.b/c\",\"pathWhitelist\":[\"/bin/x\"]}"),
            TarEntry.directory("rootfs/bin/"),
            TarEntry.file("rootfs/bin/x", "x"),
            TarEntry.file("rootfs/bin/y", "yyy"));
    run(aci, "");
    assertThat(new String(layers.values().iterator().next(), StandardCharsets.ISO_8859_1))
        .contains("bin/x")
        .doesNotContain("bin/y");
  }

  @Test
  void anImageWithoutANameNeedsOneAndSeveralTakeNone() throws IOException {
    refuses(tar(oci("", _ -> {})), "");
    refuses(tar(oci("1.0", _ -> {})), "");
    refuses(tar(oci("", _ -> {})), "NOT A NAME");
    run(tar(oci("", _ -> {})), "quay.io/x:1");
    assertThat(images.getLast().reference()).hasToString("quay.io/x:1");
    Map<String, byte[]> files = docker("[\"a\"]", "layer.tar");
    String one = new String(files.get("manifest.json"), StandardCharsets.UTF_8);
    String twice = one.substring(0, one.length() - 1) + "," + one.substring(1);
    files.put("manifest.json", twice.getBytes(StandardCharsets.UTF_8));
    refuses(tar(files), "quay.io/x:1");
  }

  @Test
  void whatIsNoArchiveOrABrokenOneIsRefused() throws IOException {
    refuses(new byte[0], "a");
    refuses("text".getBytes(StandardCharsets.UTF_8), "a");
    refuses(TestLayer.gzipped("text".getBytes(StandardCharsets.UTF_8)), "a");
    refuses(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3}, "a");
    refuses(TarEntry.archive(TarEntry.file("x", "x")), "a");
    refuses(LAYER.blob(), "a");
    Map<String, byte[]> good = oci("docker.io/library/app:1", _ -> {});
    for (String missing : good.keySet()) {
      refuses(tar(oci("docker.io/library/app:1", files -> files.remove(missing))), "");
    }
    refuses(
        tar(oci("docker.io/library/app:1", files -> files.put(blob(IMAGE.id()), new byte[9]))), "");
    refuses(tar(good, TarEntry.file("index.json", "{}")), "");
    refuses(tar(good, TarEntry.file("../out", "x")), "");
    refuses(
        tar(docker("[\"a\"]", "layer.tar"), TarEntry.symlink("manifest.json", "/etc/passwd")), "");
    byte[] whole = tar(good);
    refuses(java.util.Arrays.copyOf(whole, whole.length / 2), "");
    assertThat(directory.resolve("out")).doesNotExist();
    assertThat(givenUp).isZero();
  }

  @Test
  void theNodesPolicyHasASayInArchivesToo() throws IOException {
    Files.writeString(directory.resolve("policy.json"), "{\"default\":[{\"type\":\"reject\"}]}");
    assertThatThrownBy(() -> run(tar(oci("docker.io/library/app:1", _ -> {})), ""))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageStartingWith("SignatureValidationFailed");
    Files.writeString(
        directory.resolve("policy.json"),
        """
        {"default":[{"type":"reject"}],
         "transports":{"oci-archive":{"":[{"type":"insecureAcceptAnything"}]}}}\
        """);
    assertThat(run(tar(oci("docker.io/library/app:1", _ -> {})), "").ids()).hasSize(1);
  }

  private void refuses(byte[] archive, String name) {
    int before = images.size();
    assertThatThrownBy(() -> run(archive, name))
        .isInstanceOfAny(InvalidArgument.class, Failure.class)
        .isNotInstanceOf(io.crij.operations.failure.Internal.class);
    assertThat(images).hasSize(before);
  }

  private ImageImport.Imported run(byte[] archive, String name) throws IOException {
    Spool spool = Spool.open(directory.resolve("root"));
    ImageImport importer =
        new ImageImport(
            new SignaturePolicies(
                new SignaturePolicyFile(directory.resolve("policy.json")), directory),
            this,
            images::add,
            new Platform("linux", "amd64", Optional.empty()));
    try {
      return spool.with(out -> out.write(archive), file -> importer.run(file, name, ""));
    } finally {
      try (var left = Files.list(directory.resolve("root/archives"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  private static String blob(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  private static Map<String, byte[]> oci(String name, Consumer<Map<String, byte[]>> change) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("oci-layout", FakeImage.utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
    files.put(blob(IMAGE.id()), IMAGE.config());
    files.put(blob(IMAGE.blob(0)), IMAGE.blobs().getFirst());
    files.put(blob(Digest.sha256(IMAGE.manifest())), IMAGE.manifest());
    String descriptor = FakeImage.descriptor(FakeImage.MANIFEST_TYPE, IMAGE.manifest());
    String annotated =
        name.isEmpty()
            ? descriptor
            : descriptor.substring(0, descriptor.length() - 1)
                + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s\"}}"
                    .formatted(name);
    files.put(
        "index.json",
        FakeImage.utf8("{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(annotated)));
    change.accept(files);
    return files;
  }

  private static Map<String, byte[]> docker(String tags, String layer) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("config.json", IMAGE.config());
    files.put(layer, IMAGE.blobs().getFirst());
    files.put(
        "manifest.json",
        FakeImage.utf8(
            "[{\"Config\":\"config.json\",\"RepoTags\":%s,\"Layers\":[\"%s\"]}]"
                .formatted(tags, layer)));
    return files;
  }

  private static byte[] tar(Map<String, byte[]> files, TarEntry... more) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      tar.file(file.getKey(), file.getValue());
    }
    for (TarEntry entry : more) {
      out.writeBytes(entry.bytes());
    }
    tar.finish();
    return out.toByteArray();
  }
}
