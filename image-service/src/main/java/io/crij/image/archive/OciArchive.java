package io.crij.image.archive;

import io.crij.image.manifest.Descriptor;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.manifest.ImageIndex;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.manifest.ManifestDocument;
import io.crij.image.manifest.ManifestParser;
import io.crij.image.reference.Platform;
import io.crij.image.registry.ServedManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An OCI image layout (OCI image-spec, image-layout.md) in a tar file. */
final class OciArchive {
  private static final String INDEX = "index.json";
  private static final int MAX_NESTING = 4;
  private static final int MOST_IMAGES = 1000;
  private static final String CONTAINERD_NAME = "io.containerd.image.name";
  private static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final ArchiveFile archive;
  private final Platform platform;

  OciArchive(ArchiveFile archive, Platform platform) {
    this.archive = archive;
    this.platform = platform;
  }

  static boolean fits(ArchiveFile archive) {
    return archive.has(INDEX) && archive.has("oci-layout");
  }

  /** Its images: each with a name, or the one without that is for this platform. */
  List<ArchivedImage> images() throws IOException {
    byte[] bytes = archive.bytes(INDEX, ManifestParser.MAX_BYTES);
    if (!(ManifestParser.parse(bytes, "", Optional.empty()) instanceof ImageIndex index)) {
      throw BadArchive.because("its index.json is no index");
    }
    if (index.manifests().isEmpty() || index.manifests().size() > MOST_IMAGES) {
      throw BadArchive.because("its index.json names " + index.manifests().size() + " images");
    }
    List<Descriptor> named =
        index.manifests().stream().filter(one -> !names(one).isEmpty()).toList();
    List<ArchivedImage> images = new ArrayList<>();
    for (Descriptor one : named.isEmpty() ? List.of(index.choose(platform)) : named) {
      images.add(image(one));
    }
    return images;
  }

  private ArchivedImage image(Descriptor top) throws IOException {
    ServedManifest first = served(top);
    ServedManifest chosen = first;
    ManifestDocument document = parse(first, top);
    for (int depth = 0; document instanceof ImageIndex index; depth++) {
      if (depth == MAX_NESTING) {
        throw BadArchive.because("its indexes nest too deep");
      }
      Descriptor next = index.choose(platform);
      chosen = served(next);
      document = parse(chosen, next);
    }
    ImageManifest manifest = (ImageManifest) document;
    if (manifest.isArtifact()) {
      throw BadArchive.because("it holds an artifact and no image: pull that from a registry");
    }
    ImageConfig config =
        ImageConfigParser.parse(manifest, blob(manifest.config(), ImageConfigParser.MAX_BYTES));
    return new ArchivedImage(
        names(top),
        first,
        chosen,
        manifest,
        config,
        manifest.layers().stream()
            .<ArchivedImage.Content>map(layer -> () -> archive.open(name(layer)))
            .toList());
  }

  private static ManifestDocument parse(ServedManifest served, Descriptor from) {
    return ManifestParser.parse(
        served.bytes(), served.contentType(), Optional.of(from.mediaType()));
  }

  private ServedManifest served(Descriptor descriptor) throws IOException {
    return new ServedManifest(
        blob(descriptor, ManifestParser.MAX_BYTES), descriptor.digest(), descriptor.mediaType());
  }

  private byte[] blob(Descriptor descriptor, int limit) throws IOException {
    byte[] bytes = archive.bytes(name(descriptor), limit);
    if (bytes.length != descriptor.size() || !descriptor.digest().matches(bytes)) {
      throw BadArchive.because("blob " + descriptor.digest() + " has other content");
    }
    return bytes;
  }

  private static String name(Descriptor descriptor) {
    return "blobs/" + descriptor.digest().algorithm().label() + "/" + descriptor.digest().hex();
  }

  private static List<String> names(Descriptor descriptor) {
    Set<String> names = new LinkedHashSet<>();
    for (String key : List.of(CONTAINERD_NAME, REF_NAME)) {
      String name = descriptor.annotations().getOrDefault(key, "");
      // skopeo and buildah write a tag alone, which names nothing by itself.
      if (name.indexOf('/') > 0 || (key.equals(CONTAINERD_NAME) && !name.isEmpty())) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }
}
