package io.crij.e2e.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** An image of one layer, byte by byte. */
record ServedImage(byte[] layer, byte[] config, byte[] manifest, String layerDigest) {

  /** A correct image around a tar archive. */
  static ServedImage of(byte[] tar) {
    byte[] layer = gzip(tar);
    return of(layer, digest(tar), layer.length);
  }

  /** With claims that need not be true. */
  static ServedImage of(byte[] layer, String diffId, int layerSize) {
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["sh"]},\
        "rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(diffId)
            .getBytes(StandardCharsets.UTF_8);
    String layerDigest = digest(layer);
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
        "digest":"%s","size":%d},\
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip",\
        "digest":"%s","size":%d}]}\
        """
            .formatted(digest(config), config.length, layerDigest, layerSize)
            .getBytes(StandardCharsets.UTF_8);
    return new ServedImage(layer, config, manifest, layerDigest);
  }

  String configDigest() {
    return digest(config);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
