package io.crij.image.reference;

import java.util.Optional;

/**
 * The full name of an image at a registry, normalised as docker does it: {@code busybox} is {@code
 * docker.io/library/busybox:latest}. An image id is not a reference; the store looks those up.
 *
 * @param registry host with optional port, lower case for Docker Hub's aliases
 * @param repository path below the registry
 * @param tag absent only when a digest is there
 * @param digest decides over the tag when both are there
 */
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest) {

  public ImageReference {
    ReferenceSyntax.check(registry, repository, tag);
    if (tag.isEmpty() && digest.isEmpty()) {
      throw new IllegalArgumentException("a reference needs a tag or a digest");
    }
  }

  /**
   * Reads what a user wrote.
   *
   * @throws io.crij.operations.failure.InvalidArgument when it is no image name
   */
  public static ImageReference parse(String text) {
    return ReferenceSyntax.parse(text);
  }

  /** Registry and repository, without tag and digest. */
  public String name() {
    return registry + "/" + repository;
  }

  /** What is asked of the registry: the digest, or else the tag. */
  public String selector() {
    return digest.map(Digest::toString).orElseGet(tag::orElseThrow);
  }

  /** {@code name:tag} as it stands in RepoTags; empty for a reference by digest. */
  public Optional<String> repoTag() {
    return digest.isPresent() ? Optional.empty() : tag.map(t -> name() + ":" + t);
  }

  /** {@code name@digest} as it stands in RepoDigests. */
  public String repoDigest(Digest resolved) {
    return name() + "@" + resolved;
  }

  /** The same image at another registry. */
  public ImageReference at(String otherRegistry, String otherRepository) {
    return new ImageReference(otherRegistry, otherRepository, tag, digest);
  }

  @Override
  public String toString() {
    return name() + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
