package io.crij.image.pull;

import io.crij.image.manifest.Descriptor;
import java.util.concurrent.atomic.AtomicLong;

/** How far one layer of a pull has come. Written by its fetch, read by whoever watches. */
public final class LayerProgress {
  /** What is happening with the layer. */
  public enum State {
    WAITING,
    FETCHING,
    STORED
  }

  private final Descriptor layer;
  private volatile State state = State.WAITING;
  private final AtomicLong received = new AtomicLong();

  LayerProgress(Descriptor layer) {
    this.layer = layer;
  }

  public Descriptor layer() {
    return layer;
  }

  public State state() {
    return state;
  }

  /** Bytes of the blob that have come in this attempt; none when the layer was there already. */
  public long received() {
    return received.get();
  }

  void fetching() {
    received.set(0);
    state = State.FETCHING;
  }

  void received(int bytes) {
    received.addAndGet(bytes);
  }

  void stored() {
    state = State.STORED;
  }
}
