package io.crij.image.pull;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the blobs of artifacts in memory, as they come. */
final class FakeBlobs implements LayerDestination {
  final Map<Digest, byte[]> stored = new ConcurrentHashMap<>();

  @Override
  public void ensure(Descriptor layer, Digest digest, Blob blob) {
    try (InputStream in = blob.open()) {
      stored.put(digest, in.readAllBytes());
    } catch (IOException e) {
      throw Failure.wrap("blob " + digest + " could not be read", e);
    }
  }

  @Override
  public void givenUp(List<Digest> digests, boolean spaceNeeded) {
    digests.forEach(stored::remove);
  }
}
