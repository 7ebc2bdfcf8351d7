package io.crij.image.manifest;

import java.util.List;
import java.util.Optional;

/**
 * An OCI image manifest or a Docker schema 2 manifest: one config, layers from the base up.
 *
 * @param artifactType when it describes no container image but an artifact, whose layers are blobs
 *     of any type (OCI image-spec 1.1, manifest.md, "Guidelines for Artifact Usage")
 */
public record ImageManifest(
    String mediaType, Descriptor config, List<Descriptor> layers, Optional<String> artifactType)
    implements ManifestDocument {

  public ImageManifest {
    layers = List.copyOf(layers);
  }

  public boolean isArtifact() {
    return artifactType.isPresent();
  }
}
