package io.crij.image.pull;

import io.crij.image.manifest.Descriptor;
import java.util.List;

/** How far a pull has come. */
public final class PullProgress {
  private volatile List<LayerProgress> layers = List.of();

  /** The image's layers from the base up; empty until they are known. */
  public List<LayerProgress> layers() {
    return layers;
  }

  List<LayerProgress> start(List<Descriptor> descriptors) {
    layers = descriptors.stream().map(LayerProgress::new).toList();
    return layers;
  }
}
