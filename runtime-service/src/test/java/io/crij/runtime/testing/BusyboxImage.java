package io.crij.runtime.testing;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.manifest.ManifestParser;
import io.crij.image.pull.PulledImage;
import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.image.registry.ServedManifest;
import io.crij.image.store.ImageStore;
import io.crij.image.store.LayerSource;
import io.crij.image.store.LayerStore;
import io.crij.linux.files.UserTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** This machine's own busybox as an image, put into a store without a registry. */
final class BusyboxImage {
  static final String NAME = "example.test/busybox:1";

  private static final Path SCRIPT = Path.of("../deploy/images/busybox-root").toAbsolutePath();
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  private final byte[] layer;

  private BusyboxImage(byte[] layer) {
    this.layer = layer;
  }

  static BusyboxImage make() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("busybox");
    try {
      Path root = directory.resolve("root");
      Path tar = directory.resolve("layer.tar");
      run(SCRIPT.toString(), root.toString());
      run("tar", "--sort=name", "-C", root.toString(), "-cf", tar.toString(), ".");
      return new BusyboxImage(Files.readAllBytes(tar));
    } finally {
      UserTree.removeTree(directory.getParent(), directory.getFileName().toString());
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(command[0] + " failed with " + code);
    }
  }

  void put(LayerStore layers, ImageStore images) throws IOException {
    Digest diffId = Digest.sha256(layer);
    byte[] config =
        """
        {"os":"linux","architecture":"amd64","config":{"Cmd":["sh"],"Env":["PATH=/bin:/sbin"],
         "StopSignal":"SIGINT"},
         "rootfs":{"type":"layers","diff_ids":["%s"]}}
        """
            .formatted(diffId)
            .getBytes(StandardCharsets.UTF_8);
    byte[] manifestBytes =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
        """
            .formatted(MANIFEST_TYPE, Digest.sha256(config), config.length, diffId, layer.length)
            .getBytes(StandardCharsets.UTF_8);
    ImageManifest manifest =
        (ImageManifest) ManifestParser.parse(manifestBytes, MANIFEST_TYPE, Optional.empty());
    ServedManifest served =
        new ServedManifest(manifestBytes, Digest.sha256(manifestBytes), MANIFEST_TYPE);
    ImageConfig parsed = ImageConfigParser.parse(manifest, config);
    layers.ensure(
        new LayerSource(
            manifest.layers().getFirst(),
            diffId,
            manifest.layers().getFirst().compression(),
            () -> new ByteArrayInputStream(layer)));
    images.commit(new PulledImage(ImageReference.parse(NAME), served, served, manifest, parsed));
  }
}
