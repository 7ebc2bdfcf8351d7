package io.crij.image.testing;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An OCI image whose layers hold any bytes. */
public record FakeImage(byte[] config, List<byte[]> blobs, List<Digest> diffIds, byte[] manifest) {
  public static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  public static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";

  /** With gzip layers that hold any text. */
  public static FakeImage of(String... layers) {
    return of(Arrays.stream(layers).map(FakeImage::utf8).map(TestLayer::gzip).toList());
  }

  public static FakeImage withLayers(TestLayer... layers) {
    return of(List.of(layers));
  }

  private static FakeImage of(List<TestLayer> layers) {
    List<byte[]> blobs = layers.stream().map(TestLayer::blob).toList();
    List<Digest> diffIds = layers.stream().map(TestLayer::diffId).toList();
    byte[] config =
        utf8(
            """
            {"os":"linux","architecture":"amd64","config":{"Cmd":["/bin/sh"]},
             "rootfs":{"type":"layers","diff_ids":[%s]}}\
            """
                .formatted(
                    diffIds.stream().map(d -> "\"" + d + "\"").collect(Collectors.joining(","))));
    String descriptors =
        layers.stream()
            .map(layer -> descriptor(layer.mediaType(), layer.blob()))
            .collect(Collectors.joining(","));
    byte[] manifest =
        utf8(
            """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
            """
                .formatted(MANIFEST_TYPE, descriptor(CONFIG_TYPE, config), descriptors));
    return new FakeImage(config, blobs, diffIds, manifest);
  }

  /** With the same layers and another configuration, which has to name them. */
  public FakeImage withConfig(byte[] other) {
    String was = descriptor(CONFIG_TYPE, config);
    String text = new String(manifest, StandardCharsets.UTF_8);
    return new FakeImage(
        other, blobs, diffIds, utf8(text.replace(was, descriptor(CONFIG_TYPE, other))));
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

  public static Descriptor descriptorOf(String type, byte[] content) {
    return new Descriptor(type, Digest.sha256(content), content.length, Map.of(), Optional.empty());
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
}
