package io.crij.deploy.image;

import io.crij.deploy.client.Sizes;
import io.crij.image.operator.v1.PullLayer;
import io.crij.image.operator.v1.PullProgress;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/** A line for each thing that happens, for logs. */
final class PullLines implements PullView {
  private final PrintWriter out;
  private final Map<Integer, PullLayer.State> shown = new HashMap<>();

  PullLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(PullProgress progress) {
    for (int i = 0; i < progress.getLayersCount(); i++) {
      PullLayer layer = progress.getLayers(i);
      PullLayer.State before = shown.put(i, layer.getState());
      if (layer.getState() != before && layer.getState() != PullLayer.State.WAITING) {
        out.println(
            "layer "
                + ImageCalls.shortId(layer.getDigest())
                + (layer.getState() == PullLayer.State.FETCHING ? " fetching " : " stored ")
                + Sizes.text(layer.getSize()));
      }
    }
    out.flush();
  }
}
