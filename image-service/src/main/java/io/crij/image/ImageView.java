package io.crij.image;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import java.util.List;
import java.util.Set;

/**
 * An image that is on the node, as of one moment.
 *
 * @param id the digest of its configuration, of an artifact that of its manifest; the one id that
 *     CRI shows
 * @param repoTags {@code name:tag}, sorted, under the original names
 * @param repoDigests {@code name@digest}, sorted: the digests that references resolved to
 * @param otherDigests {@code name@digest} by which it is found too: the manifests below an index
 * @param manifest digest of the manifest that was chosen for this host and lies beside the record
 * @param size bytes of its unpacked layers and its documents, at least 1
 * @param pinned whether the kubelet should leave it alone when it collects garbage
 */
public record ImageView(
    Digest id,
    ImageConfig config,
    List<String> repoTags,
    List<String> repoDigests,
    Set<String> otherDigests,
    Digest manifest,
    long size,
    boolean pinned) {

  public ImageView {
    repoTags = repoTags.stream().sorted().toList();
    repoDigests = repoDigests.stream().sorted().toList();
    otherDigests = Set.copyOf(otherDigests);
  }

  /** Whether a full reference means this image; of tag and digest the digest decides. */
  boolean isNamed(ImageReference reference) {
    return reference
        .digest()
        .map(reference::repoDigest)
        .map(named -> repoDigests.contains(named) || otherDigests.contains(named))
        .orElseGet(() -> reference.repoTag().filter(repoTags::contains).isPresent());
  }

  /** Whether it was found under this digest of an index or a manifest, whatever its name. */
  boolean hasDigest(Digest digest) {
    String end = "@" + digest;
    return manifest.equals(digest) || repoDigests.stream().anyMatch(named -> named.endsWith(end));
  }
}
