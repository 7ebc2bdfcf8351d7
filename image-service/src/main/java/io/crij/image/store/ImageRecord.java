package io.crij.image.store;

import io.crij.image.reference.Digest;
import io.crij.operations.record.RecordUpgrade;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * image.json.
 *
 * @param id digest of the configuration, which lies beside it; of an artifact that of its manifest
 * @param tags {@code name:tag}
 * @param digests {@code name@digest} that references resolved to
 * @param otherDigests {@code name@digest} of manifests that were chosen from an index
 * @param manifest digest of the manifest that lies beside it
 * @param size bytes of layers and documents
 * @param artifactType of an artifact
 */
record ImageRecord(
    String id,
    List<Tag> tags,
    List<String> digests,
    List<String> otherDigests,
    String manifest,
    long size,
    Optional<String> artifactType) {
  static final int VERSION = 2;

  /** Version 1 knew neither manifests below an index nor artifacts. */
  static final RecordUpgrade UPGRADE =
      (_, old) -> {
        ObjectNode record = ((ObjectNode) old).deepCopy();
        record.putArray("otherDigests");
        return record;
      };

  /**
   * A name that can move to another image.
   *
   * @param sinceMillis since the epoch; the latest holder has the name
   */
  record Tag(String name, long sinceMillis) {}

  ImageRecord {
    Digest.parse(id);
    Digest.parse(manifest);
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    otherDigests = List.copyOf(otherDigests);
  }

  /** With the names of another pull, as of now. */
  ImageRecord named(NewImage pulled, long nowMillis) {
    List<Tag> all = new ArrayList<>(without(pulled.tags()).tags);
    pulled.tags().forEach(tag -> all.add(new Tag(tag, nowMillis)));
    return new ImageRecord(
        id,
        all,
        with(digests, pulled.repoDigest()),
        with(otherDigests, pulled.manifestName()),
        manifest,
        size,
        artifactType);
  }

  private static List<String> with(List<String> names, String name) {
    Set<String> all = new TreeSet<>(names);
    all.add(name);
    return List.copyOf(all);
  }

  /** With the manifest of another pull beside it. */
  ImageRecord of(NewImage pulled) {
    return new ImageRecord(
        id, tags, digests, otherDigests, pulled.manifestDigest().toString(), size, artifactType);
  }

  ImageRecord without(Collection<String> lostTags) {
    List<Tag> left = tags.stream().filter(tag -> !lostTags.contains(tag.name())).toList();
    return new ImageRecord(id, left, digests, otherDigests, manifest, size, artifactType);
  }
}
