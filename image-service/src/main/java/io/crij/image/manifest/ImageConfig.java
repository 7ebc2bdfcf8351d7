package io.crij.image.manifest;

import io.crij.image.reference.Digest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An image's configuration (OCI image-spec, config.md): what its author asks of a container. All of
 * it is untrusted text. Of an artifact nothing is read but what it consists of.
 *
 * @param id the image's id: the digest of the raw bytes; of an artifact that of its manifest
 * @param raw read-only view of the document
 * @param volumes paths in the container
 * @param diffIds digests of the unpacked layers, from the base up; of an artifact those of its
 *     blobs, which are kept as they are
 * @param artifactType of an artifact (OCI image-spec 1.1), which no container can run
 */
public record ImageConfig(
    Digest id,
    ByteBuffer raw,
    String os,
    String architecture,
    List<String> entrypoint,
    List<String> cmd,
    List<String> env,
    String user,
    String workingDir,
    Set<String> volumes,
    Map<String, String> labels,
    Optional<String> stopSignal,
    List<Digest> diffIds,
    Optional<String> artifactType) {

  public ImageConfig {
    raw = raw.asReadOnlyBuffer();
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    env = List.copyOf(env);
    volumes = Set.copyOf(volumes);
    labels = Map.copyOf(labels);
    diffIds = List.copyOf(diffIds);
  }

  /**
   * What stands for the configuration of an artifact.
   *
   * @param id of its manifest
   * @param raw its config blob, whatever that is
   */
  public static ImageConfig ofArtifact(Digest id, byte[] raw, ImageManifest manifest) {
    return new ImageConfig(
        id,
        ByteBuffer.wrap(raw.clone()),
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        "",
        "",
        Set.of(),
        Map.of(),
        Optional.empty(),
        manifest.layers().stream().map(Descriptor::digest).toList(),
        manifest.artifactType());
  }

  public boolean isArtifact() {
    return artifactType.isPresent();
  }

  /** A copy of the document as it was served. */
  public byte[] rawBytes() {
    byte[] bytes = new byte[raw.remaining()];
    raw.duplicate().get(bytes);
    return bytes;
  }
}
