package io.crij.image.chain;

import io.crij.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names of chains (OCI image-spec, config.md, "Layer ChainID"). */
public final class ChainId {
  private ChainId() {}

  /**
   * Of a whole chain.
   *
   * @param diffIds from the base up; at least one
   */
  public static Digest of(List<Digest> diffIds) {
    return prefixes(diffIds).getLast();
  }

  /** Of each chain that begins with the base: one for each layer. */
  public static List<Digest> prefixes(List<Digest> diffIds) {
    List<Digest> ids = new ArrayList<>();
    for (Digest diffId : diffIds) {
      ids.add(
          ids.isEmpty()
              ? diffId
              : Digest.sha256((ids.getLast() + " " + diffId).getBytes(StandardCharsets.US_ASCII)));
    }
    return ids;
  }
}
