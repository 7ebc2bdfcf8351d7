package io.crij.deploy.image;

import io.crij.deploy.client.Sizes;
import io.crij.image.operator.v1.PullLayer;
import io.crij.image.operator.v1.PullProgress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A bar for each layer, drawn over the last ones on a terminal. Where there are more layers than
 * lines, those that are under way are shown.
 */
final class PullBars implements PullView {
  private static final int WIDTH = 30;
  private static final int MOST_LINES = 16;
  private static final String UP = "\u001b[%dA";
  private static final String CLEAR_LINE = "\u001b[2K\r";

  private final PrintWriter out;
  private int drawn;

  PullBars(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(PullProgress progress) {
    List<String> lines = lines(progress);
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append(UP.formatted(drawn));
    }
    for (String line : lines) {
      text.append(CLEAR_LINE).append(line).append('\n');
    }
    // Lines of the last drawing that this one does not have.
    int surplus = Math.max(0, drawn - lines.size());
    text.repeat(CLEAR_LINE + "\n", surplus);
    if (surplus > 0) {
      text.append(UP.formatted(surplus));
    }
    out.print(text);
    out.flush();
    drawn = lines.size();
  }

  private static List<String> lines(PullProgress progress) {
    List<PullLayer> layers = progress.getLayersList();
    List<PullLayer> shown = layers;
    if (layers.size() > MOST_LINES) {
      shown =
          layers.stream()
              .filter(layer -> layer.getState() == PullLayer.State.FETCHING)
              .limit(MOST_LINES - 1)
              .toList();
    }
    List<String> lines = new ArrayList<>(shown.stream().map(PullBars::line).toList());
    if (shown.size() < layers.size()) {
      long stored =
          layers.stream().filter(layer -> layer.getState() == PullLayer.State.STORED).count();
      lines.add(stored + " of " + layers.size() + " layers stored");
    }
    return lines;
  }

  private static String line(PullLayer layer) {
    String id = ImageCalls.shortId(layer.getDigest()) + "  ";
    return id
        + switch (layer.getState()) {
          case WAITING -> bar(0) + "  waiting";
          case STORED -> bar(WIDTH) + "  stored " + Sizes.text(layer.getSize());
          default -> fetching(layer);
        };
  }

  private static String fetching(PullLayer layer) {
    long size = Math.max(1, layer.getSize());
    int filled = (int) Math.min(WIDTH, layer.getReceived() * WIDTH / size);
    String amount = Sizes.text(layer.getReceived()) + " of " + Sizes.text(layer.getSize());
    return bar(filled)
        + (layer.getReceived() >= layer.getSize() ? "  unpacking " : "  fetching ")
        + amount;
  }

  private static String bar(int filled) {
    return "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "]";
  }
}
