package io.crij.image.testing;

import io.crij.image.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** An OCI image whose gzip layers hold any bytes. */
public record FakeImage(byte[] config, List<byte[]> blobs, List<Digest> diffIds, byte[] manifest) {
  public static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  public static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

  public static FakeImage of(String... layers) {
    List<byte[]> contents = Arrays.stream(layers).map(FakeImage::utf8).toList();
    List<byte[]> blobs = contents.stream().map(FakeImage::gzip).toList();
    List<Digest> diffIds = contents.stream().map(Digest::sha256).toList();
    byte[] config =
        utf8(
            """
            {"os":"linux","architecture":"amd64","config":{"Cmd":["/bin/sh"]},
             "rootfs":{"type":"layers","diff_ids":[%s]}}\
            """
                .formatted(
                    diffIds.stream().map(d -> "\"" + d + "\"").collect(Collectors.joining(","))));
    String descriptors =
        blobs.stream().map(b -> descriptor(LAYER_TYPE, b)).collect(Collectors.joining(","));
    byte[] manifest =
        utf8(
            """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
            """
                .formatted(
                    MANIFEST_TYPE,
                    descriptor("application/vnd.oci.image.config.v1+json", config),
                    descriptors));
    return new FakeImage(config, blobs, diffIds, manifest);
  }

  /** The image's id. */
  public Digest id() {
    return Digest.sha256(config);
  }

  public Digest blob(int index) {
    return Digest.sha256(blobs.get(index));
  }

  public void serve(FakeRegistry registry, String repository, String tag) {
    registry.blob(repository, config);
    blobs.forEach(blob -> registry.blob(repository, blob));
    registry.manifest(repository, tag, MANIFEST_TYPE, manifest);
  }

  public static String descriptor(String type, byte[] content) {
    return """
    {"mediaType":"%s","digest":"%s","size":%d}\
    """
        .formatted(type, Digest.sha256(content), content.length);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
