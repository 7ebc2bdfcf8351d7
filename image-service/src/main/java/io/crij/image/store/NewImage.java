package io.crij.image.store;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.pull.PulledImage;
import io.crij.image.reference.Digest;
import java.util.List;

/**
 * An image whose layers are stored, to be made visible.
 *
 * @param tags {@code name:tag} that it takes from whoever has them
 * @param repoDigest {@code name@digest}
 * @param manifestName {@code name@digest} of the manifest
 * @param manifest the document that was chosen for this host, and its digest
 */
record NewImage(
    ImageConfig config,
    List<String> tags,
    String repoDigest,
    String manifestName,
    byte[] manifest,
    Digest manifestDigest) {

  static NewImage of(PulledImage pulled) {
    return new NewImage(
        pulled.config(),
        pulled.reference().repoTag().stream().toList(),
        pulled.reference().repoDigest(pulled.resolved()),
        pulled.reference().repoDigest(pulled.chosen().digest()),
        pulled.chosen().bytes(),
        pulled.chosen().digest());
  }

  Digest id() {
    return config.id();
  }

  /** Its record before it has a name. */
  ImageRecord record(long contentBytes) {
    long size = contentBytes + config.raw().remaining() + manifest.length;
    return new ImageRecord(
        id().toString(),
        List.of(),
        List.of(),
        List.of(),
        manifestDigest.toString(),
        size,
        config.artifactType());
  }
}
