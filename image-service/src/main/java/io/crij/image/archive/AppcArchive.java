package io.crij.image.archive;

import io.crij.image.layer.LayerLimits;
import io.crij.image.layer.Subtree;
import io.crij.image.manifest.Descriptor;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.reference.Digest;
import io.crij.image.reference.DigestAlgorithm;
import io.crij.image.reference.Hasher;
import io.crij.image.registry.ServedManifest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An appc image (ACI): a manifest and a directory {@code rootfs}, made one layer. */
final class AppcArchive {
  private static final String MANIFEST = "manifest";
  private static final String ROOTFS = "rootfs";
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

  private final ArchiveFile archive;

  AppcArchive(ArchiveFile archive) {
    this.archive = archive;
  }

  static boolean fits(ArchiveFile archive) {
    return archive.has(MANIFEST) && archive.hasDirectory(ROOTFS);
  }

  List<ArchivedImage> images() throws IOException {
    AppcManifest appc = AppcManifest.parse(archive.json(MANIFEST, AppcManifest.MAX_BYTES));
    Path layer = archive.path().resolveSibling("layer");
    Digest diffId = write(appc, layer);
    byte[] document = appc.config(diffId.toString());
    ImageConfig config = ImageConfigParser.parse(Digest.sha256(document), document);
    ImageManifest manifest =
        ManifestWriter.manifest(
            config,
            List.of(
                new Descriptor(LAYER_TYPE, diffId, Files.size(layer), Map.of(), Optional.empty())));
    ServedManifest served = ManifestWriter.served(manifest);
    return List.of(
        new ArchivedImage(
            List.of(appc.name()),
            served,
            served,
            manifest,
            config,
            List.of(() -> new BufferedInputStream(Files.newInputStream(layer)))));
  }

  private Digest write(AppcManifest appc, Path layer) throws IOException {
    Hasher hasher = DigestAlgorithm.SHA256.hasher();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive.path()));
        OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(layer, StandardOpenOption.CREATE_NEW))) {
      new Subtree(ROOTFS, appc.paths()).copy(in, new Hashed(out, hasher), LayerLimits.DEFAULT);
    }
    return hasher.digest();
  }

  /** Hashes what passes. */
  private static final class Hashed extends OutputStream {
    private final OutputStream target;
    private final Hasher hasher;

    Hashed(OutputStream target, Hasher hasher) {
      this.target = target;
      this.hasher = hasher;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target.write(bytes, offset, length);
      hasher.update(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }
  }
}
