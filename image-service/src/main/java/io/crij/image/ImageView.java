package io.crij.image;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.reference.Digest;
import java.util.List;

/**
 * An image that is on the node, as of one moment.
 *
 * @param id the digest of its configuration; the one id that CRI shows
 * @param repoTags {@code name:tag}, sorted, under the original names
 * @param repoDigests {@code name@digest}, sorted
 * @param size bytes of its unpacked layers and its documents, at least 1
 * @param pinned whether the kubelet should leave it alone when it collects garbage
 */
public record ImageView(
    Digest id,
    ImageConfig config,
    List<String> repoTags,
    List<String> repoDigests,
    long size,
    boolean pinned) {

  public ImageView {
    repoTags = repoTags.stream().sorted().toList();
    repoDigests = repoDigests.stream().sorted().toList();
  }
}
