package io.crij.image.registry;

import io.crij.image.manifest.Descriptor;
import io.crij.image.manifest.ManifestParser;
import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * One repository at one endpoint. Every URL is made of a validated reference or digest. Calls
 * block: use platform threads.
 */
public final class RegistryRepository {
  private final Endpoint endpoint;
  private final RegistryAttempts attempts;
  private final BlobDownloads downloads;

  RegistryRepository(Endpoint endpoint, RegistryAttempts attempts, BlobDownloads downloads) {
    this.endpoint = endpoint;
    this.attempts = attempts;
    this.downloads = downloads;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * The manifest or index that the endpoint's target names.
   *
   * @throws Failure when it is not there, not accessible, too large, or not what its digest says
   */
  public ServedManifest manifest() {
    ImageReference target = endpoint.target();
    return manifest(target.selector(), target.digest());
  }

  /** The manifest with this digest, which an index pointed to. */
  public ServedManifest manifest(Descriptor descriptor) {
    return manifest(descriptor.digest().toString(), Optional.of(descriptor.digest()));
  }

  /**
   * The manifest with this tag in the same repository.
   *
   * @param tag of characters that need no escape
   */
  public ServedManifest manifest(String tag) {
    return manifest(tag, Optional.empty());
  }

  private ServedManifest manifest(String selector, Optional<Digest> expected) {
    String what = "manifest " + selector + " of " + endpoint;
    ServedManifest served =
        attempts.get(
            what,
            "/" + endpoint.repository() + "/manifests/" + selector,
            ManifestParser.ACCEPTED,
            answer -> {
              byte[] bytes = answer.bytes(ManifestParser.MAX_BYTES);
              String type = answer.header("Content-Type").orElse("").split(";", 2)[0].strip();
              Digest digest = Digest.sha256(bytes);
              return new ServedManifest(bytes, digest, type);
            });
    if (expected.isPresent() && !expected.get().matches(served.bytes())) {
      throw altered(what, "its digest is " + served.digest());
    }
    return expected
        .map(digest -> new ServedManifest(served.bytes(), digest, served.contentType()))
        .orElse(served);
  }

  /**
   * A small blob, whole and verified.
   *
   * @param limit bytes that it may have at most
   */
  public byte[] blob(Descriptor descriptor, int limit) {
    String what = "blob " + descriptor.digest() + " of " + endpoint;
    if (descriptor.size() > limit) {
      throw new InvalidArgument(
          what + " has " + descriptor.size() + " bytes, more than " + limit,
          "The image is broken at its source: build and push it again.");
    }
    byte[] bytes = attempts.get(what, path(descriptor.digest()), List.of(), a -> a.bytes(limit));
    if (bytes.length != descriptor.size()) {
      throw altered(what, "it has " + bytes.length + " bytes and not " + descriptor.size());
    }
    if (!descriptor.digest().matches(bytes)) {
      throw altered(what, "its digest differs");
    }
    return bytes;
  }

  /**
   * A blob as a stream that is not verified yet, with what a broken connection left asked for
   * again; the caller closes it.
   *
   * @throws Failure when it cannot be had here
   */
  public InputStream open(Descriptor descriptor) throws IOException {
    Digest digest = descriptor.digest();
    String what = "blob " + digest + " of " + endpoint;
    return downloads.open(
        endpoint.host(), what, descriptor.size(), part -> serve(what, digest, part));
  }

  private BlobDownloads.Answer serve(String what, Digest digest, Optional<ByteRange> part) {
    return attempts.get(
        what,
        path(digest),
        List.of(),
        part,
        answer -> {
          boolean partial = answer.status() == 206;
          String range = answer.header("Content-Range").orElse("");
          if (partial && !part.orElseThrow().answeredBy(range)) {
            answer.close();
            throw new AnswerRefusedException("another part of it comes than was asked for");
          }
          return new BlobDownloads.Answer(answer.body(), partial);
        });
  }

  private String path(Digest digest) {
    return "/" + endpoint.repository() + "/blobs/" + digest;
  }

  private static Failure altered(String what, String why) {
    return new FailedPrecondition(
        what + " is served with other content: " + why,
        "The registry or something before it alters content: repair it, or use another one.");
  }
}
