package io.crij.image.manifest;

import io.crij.image.reference.Digest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An image's configuration (OCI image-spec, config.md): what its author asks of a container. All of
 * it is untrusted text.
 *
 * @param id the digest of the raw bytes, which is the image's id
 * @param raw read-only view of the document
 * @param volumes paths in the container
 * @param diffIds digests of the unpacked layers, from the base up
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
    List<Digest> diffIds) {

  public ImageConfig {
    raw = raw.asReadOnlyBuffer();
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    env = List.copyOf(env);
    volumes = Set.copyOf(volumes);
    labels = Map.copyOf(labels);
    diffIds = List.copyOf(diffIds);
  }

  /** A copy of the document as it was served. */
  public byte[] rawBytes() {
    byte[] bytes = new byte[raw.remaining()];
    raw.duplicate().get(bytes);
    return bytes;
  }
}
