package io.crij.image.archive;

import io.crij.image.manifest.Descriptor;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.reference.Digest;
import io.crij.image.registry.ServedManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What {@code docker save} writes: manifest.json, a configuration and tar files of layers. */
final class DockerArchive {
  private static final String MANIFEST = "manifest.json";
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final int MOST_IMAGES = 1000;

  private final ArchiveFile archive;

  DockerArchive(ArchiveFile archive) {
    this.archive = archive;
  }

  static boolean fits(ArchiveFile archive) {
    return archive.has(MANIFEST);
  }

  List<ArchivedImage> images() throws IOException {
    JsonNode list = archive.json(MANIFEST, MAX_BYTES);
    if (!list.isArray() || list.isEmpty() || list.size() > MOST_IMAGES) {
      throw BadArchive.because("its manifest.json is no list of images");
    }
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonNode one : list) {
      images.add(image(one));
    }
    return images;
  }

  private ArchivedImage image(JsonNode one) throws IOException {
    byte[] bytes =
        archive.bytes(
            EntryNames.normal(one.path("Config").asString("")), ImageConfigParser.MAX_BYTES);
    ImageConfig config = ImageConfigParser.parse(Digest.sha256(bytes), bytes);
    List<String> files =
        texts(one.path("Layers"), "Layers").stream().map(EntryNames::normal).toList();
    if (files.size() != config.diffIds().size()) {
      throw BadArchive.because(
          "it has "
              + files.size()
              + " layers for a configuration with "
              + config.diffIds().size()
              + " diff_ids");
    }
    List<Descriptor> layers = new ArrayList<>();
    for (String file : files) {
      layers.add(archive.layer(file));
    }
    ImageManifest manifest = ManifestWriter.manifest(config, layers);
    ServedManifest served = ManifestWriter.served(manifest);
    return new ArchivedImage(
        texts(one.path("RepoTags"), "RepoTags"),
        served,
        served,
        manifest,
        config,
        files.stream().<ArchivedImage.Content>map(file -> () -> archive.open(file)).toList());
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    if (list.isMissingNode() || list.isNull()) {
      return texts;
    }
    if (!list.isArray() || list.size() > 10_000) {
      throw BadArchive.because(field + " of its manifest.json is no list");
    }
    for (JsonNode one : list) {
      texts.add(one.asString(""));
    }
    return texts;
  }
}
