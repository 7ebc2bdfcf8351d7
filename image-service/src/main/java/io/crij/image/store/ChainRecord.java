package io.crij.image.store;

import io.crij.image.chain.FixUp;
import io.crij.image.reference.Digest;
import java.util.List;
import java.util.Objects;

/**
 * chain.json: what the layers of a chain need to show it.
 *
 * @param chainId its id, which is also its place
 * @param own its own fix-up, on top of its uppermost layer
 * @param inPlace ids of the shorter chains whose fix-ups lie between the layers
 */
record ChainRecord(String chainId, FixUp own, List<String> inPlace) {
  static final int VERSION = 1;

  ChainRecord {
    Digest.parse(chainId);
    Objects.requireNonNull(own, "own");
    inPlace = List.copyOf(inPlace);
    inPlace.forEach(Digest::parse);
  }

  Digest id() {
    return Digest.parse(chainId);
  }

  boolean hasInPlace(Digest shorter) {
    return inPlace.contains(shorter.toString());
  }
}
