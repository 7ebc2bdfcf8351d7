package io.crij.image.chain;

import io.crij.image.layer.LayerNeeds;
import java.nio.file.Path;

/** A directory of a chain: a layer, or a fix-up, which needs nothing. */
public record ChainLayer(Path diff, LayerNeeds needs) {
  /** A fix-up layer. */
  public static ChainLayer fixUp(Path diff) {
    return new ChainLayer(diff, LayerNeeds.NONE);
  }
}
