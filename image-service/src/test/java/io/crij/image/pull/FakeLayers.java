package io.crij.image.pull;

import com.github.luben.zstd.ZstdInputStream;
import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.image.reference.DigestAlgorithm;
import io.crij.image.reference.Hasher;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Verifies layers as the layer store does, and keeps what they unpack to in memory. */
final class FakeLayers implements LayerDestination {
  final Map<Digest, byte[]> stored = new ConcurrentHashMap<>();
  final List<Digest> givenUp = new CopyOnWriteArrayList<>();

  @Override
  public void ensure(Descriptor layer, Digest diffId, Blob blob) {
    if (stored.containsKey(diffId)) {
      return;
    }
    byte[] packed;
    try (InputStream in = blob.open()) {
      packed = in.readAllBytes();
    } catch (IOException e) {
      throw Failure.wrap("layer " + layer.digest() + " could not be read", e);
    }
    if (packed.length != layer.size() || !layer.digest().matches(packed)) {
      throw new FailedPrecondition("layer " + layer.digest() + " has other content", "Repair it.");
    }
    byte[] content = unpack(layer, packed);
    Hasher hasher = DigestAlgorithm.SHA256.hasher();
    hasher.update(content, 0, content.length);
    if (!hasher.digest().equals(diffId)) {
      throw new InvalidArgument("layer " + layer.digest() + " is not " + diffId, "Rebuild it.");
    }
    stored.put(diffId, content);
  }

  @Override
  public void givenUp(List<Digest> diffIds, boolean spaceNeeded) {
    givenUp.addAll(diffIds);
  }

  private static byte[] unpack(Descriptor layer, byte[] packed) {
    ByteArrayInputStream in = new ByteArrayInputStream(packed);
    try (InputStream content =
        switch (layer.compression()) {
          case NONE -> in;
          case GZIP -> new GZIPInputStream(in);
          case ZSTD -> new ZstdInputStream(in);
        }) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new InvalidArgument("layer " + layer.digest() + " is damaged", "Rebuild it.", e);
    }
  }
}
