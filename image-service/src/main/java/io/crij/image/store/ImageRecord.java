package io.crij.image.store;

import io.crij.image.reference.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * image.json.
 *
 * @param id digest of the configuration, which lies beside it
 * @param tags {@code name:tag}
 * @param digests {@code name@digest}
 * @param manifest digest of the manifest that was chosen for this host
 * @param size bytes of layers and documents
 */
record ImageRecord(String id, List<Tag> tags, List<String> digests, String manifest, long size) {
  static final int VERSION = 1;

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
  }

  /** With a new name, as of now. */
  ImageRecord named(Collection<String> newTags, String newDigest, long nowMillis) {
    List<Tag> all = new ArrayList<>(without(newTags).tags);
    newTags.forEach(tag -> all.add(new Tag(tag, nowMillis)));
    Set<String> allDigests = new TreeSet<>(digests);
    allDigests.add(newDigest);
    return new ImageRecord(id, all, List.copyOf(allDigests), manifest, size);
  }

  ImageRecord without(Collection<String> lostTags) {
    List<Tag> left = tags.stream().filter(tag -> !lostTags.contains(tag.name())).toList();
    return new ImageRecord(id, left, digests, manifest, size);
  }
}
