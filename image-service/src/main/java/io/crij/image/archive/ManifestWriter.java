package io.crij.image.archive;

import io.crij.image.manifest.Descriptor;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.reference.Digest;
import io.crij.image.registry.ServedManifest;
import io.crij.operations.record.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Writes OCI manifests (OCI image-spec, manifest.md); equal ones have equal bytes. */
final class ManifestWriter {
  static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private ManifestWriter() {}

  static ImageManifest manifest(ImageConfig config, List<Descriptor> layers) {
    Descriptor described =
        new Descriptor(CONFIG, config.id(), config.raw().remaining(), Map.of(), Optional.empty());
    return new ImageManifest(TYPE, described, layers, Optional.empty());
  }

  static ServedManifest served(ImageManifest manifest) {
    ObjectNode root = Json.strict().createObjectNode();
    root.put("schemaVersion", 2);
    root.put("mediaType", manifest.mediaType());
    put(root.putObject("config"), manifest.config());
    var layers = root.putArray("layers");
    manifest.layers().forEach(layer -> put(layers.addObject(), layer));
    byte[] bytes = Json.write(root).getBytes(StandardCharsets.UTF_8);
    return new ServedManifest(bytes, Digest.sha256(bytes), manifest.mediaType());
  }

  static void put(ObjectNode target, Descriptor descriptor) {
    target.put("mediaType", descriptor.mediaType());
    target.put("digest", descriptor.digest().toString());
    target.put("size", descriptor.size());
  }
}
