package io.crij.image.archive;

import io.crij.image.ImageView;
import io.crij.image.layer.TarWriter;
import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.image.registry.ServedManifest;
import io.crij.image.store.LayerStore;
import io.crij.image.store.StoredLayer;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.id.Ids;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Packs an image into an archive, with plain layers: those that it came with, bit by bit, so that
 * it has the same id wherever it is imported.
 */
public final class ImageExport {
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

  private final LayerStore layers;

  public ImageExport(LayerStore layers) {
    this.layers = layers;
  }

  /**
   * Writes an image. Disk work.
   *
   * @throws Failure when a layer is no longer what it was; what was written until then is worth
   *     nothing
   */
  public void write(ImageView image, ArchiveFormat format, OutputStream to) {
    if (image.config().isArtifact()) {
      throw new FailedPrecondition(
          image.id() + " is an artifact and no image", "Copy it from its registry.");
    }
    String owner = "export " + Ids.random();
    List<StoredLayer> kept =
        layers
            .keep(owner, image.config().diffIds())
            .orElseThrow(
                () ->
                    new Unavailable("layers of image " + image.id() + " are gone", "Pull again."));
    try {
      Map<Digest, StoredLayer> once = new LinkedHashMap<>();
      kept.forEach(layer -> once.putIfAbsent(layer.diffId(), layer));
      TarWriter tar = new TarWriter(to);
      if (format == ArchiveFormat.DOCKER) {
        writeDocker(image, once, tar);
      } else {
        writeOci(image, once, tar);
      }
      tar.finish();
    } catch (IOException e) {
      throw Failure.wrap("image " + image.id() + " was not exported", e);
    } finally {
      layers.release(owner);
    }
  }

  private void writeDocker(ImageView image, Map<Digest, StoredLayer> once, TarWriter tar)
      throws IOException {
    for (StoredLayer layer : once.values()) {
      writeLayer(layer.diffId().hex() + ".tar", layer, tar);
    }
    String config = image.id().hex() + ".json";
    tar.file(config, image.config().rawBytes());
    ArrayNode manifest = Json.strict().createArrayNode();
    ObjectNode one = manifest.addObject();
    one.put("Config", config);
    image.repoTags().forEach(one.putArray("RepoTags")::add);
    ArrayNode files = one.putArray("Layers");
    image.config().diffIds().forEach(diffId -> files.add(diffId.hex() + ".tar"));
    tar.file("manifest.json", json(manifest));
  }

  private void writeOci(ImageView image, Map<Digest, StoredLayer> once, TarWriter tar)
      throws IOException {
    tar.file("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
    for (StoredLayer layer : once.values()) {
      writeLayer(blob(layer.diffId()), layer, tar);
    }
    tar.file(blob(image.id()), image.config().rawBytes());
    List<Descriptor> descriptors = new ArrayList<>();
    for (Digest diffId : image.config().diffIds()) {
      long size = layers.tarSize(once.get(diffId));
      descriptors.add(new Descriptor(LAYER_TYPE, diffId, size, Map.of(), Optional.empty()));
    }
    ServedManifest manifest =
        ManifestWriter.served(ManifestWriter.manifest(image.config(), descriptors));
    tar.file(blob(manifest.digest()), manifest.bytes());
    tar.file("index.json", json(index(image, manifest)));
  }

  private static ObjectNode index(ImageView image, ServedManifest manifest) {
    ObjectNode index = Json.strict().createObjectNode();
    index.put("schemaVersion", 2);
    index.put("mediaType", "application/vnd.oci.image.index.v1+json");
    ArrayNode manifests = index.putArray("manifests");
    List<String> names = image.repoTags();
    for (String name : names.isEmpty() ? List.of("") : names) {
      ObjectNode one = manifests.addObject();
      one.put("mediaType", ManifestWriter.TYPE);
      one.put("digest", manifest.digest().toString());
      one.put("size", manifest.bytes().length);
      if (!name.isEmpty()) {
        ObjectNode annotations = one.putObject("annotations");
        annotations.put("io.containerd.image.name", name);
        annotations.put("org.opencontainers.image.ref.name", name);
      }
    }
    return index;
  }

  private void writeLayer(String name, StoredLayer layer, TarWriter tar) throws IOException {
    tar.file(name, layers.tarSize(layer), target -> layers.writeTar(layer, target));
  }

  private static String blob(Digest digest) {
    return "blobs/" + digest.algorithm().label() + "/" + digest.hex();
  }

  private static byte[] json(Object document) {
    return Json.write(document).getBytes(StandardCharsets.UTF_8);
  }
}
