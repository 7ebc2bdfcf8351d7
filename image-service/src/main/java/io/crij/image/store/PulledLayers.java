package io.crij.image.store;

import io.crij.image.manifest.Descriptor;
import io.crij.image.pull.LayerDestination;
import io.crij.image.reference.Digest;
import java.time.Duration;
import java.util.List;

/** The layer store as pulls see it. */
public final class PulledLayers implements LayerDestination {
  /** Longer than the kubelet's longest pause between two pulls of an image, five minutes. */
  static final Duration RETRY = Duration.ofMinutes(15);

  private final LayerStore layers;
  private final LayerCollection collection;

  public PulledLayers(LayerStore layers, LayerCollection collection) {
    this.layers = layers;
    this.collection = collection;
  }

  @Override
  public void ensure(Descriptor layer, Digest diffId, Blob blob) {
    layers.ensure(new LayerSource(layer, diffId, layer.compression(), blob::open));
  }

  @Override
  public void givenUp(List<Digest> diffIds, boolean spaceNeeded) {
    layers.givenUp(diffIds, spaceNeeded ? Duration.ZERO : RETRY);
    collection.soon();
  }
}
