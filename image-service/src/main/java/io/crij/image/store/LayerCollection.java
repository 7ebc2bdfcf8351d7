package io.crij.image.store;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes unused layers and blobs in the background, once everything that may use one has said so:
 * nothing happens before {@link #start}.
 */
public final class LayerCollection {
  private static final Logger log = LoggerFactory.getLogger(LayerCollection.class);

  private final ImageContent content;
  private final Executor background;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean waiting = new AtomicBoolean();

  /**
   * Makes a collection that does nothing yet.
   *
   * @param background platform threads; may refuse work
   */
  public LayerCollection(ImageContent content, Executor background) {
    this.content = content;
    this.background = background;
  }

  /** All images and root file systems keep their layers now. */
  public void start() {
    started.set(true);
    soon();
  }

  /** Something has ended that may have been a layer's last user. Also to be called now and then. */
  public void soon() {
    if (!started.get() || !waiting.compareAndSet(false, true)) {
      return;
    }
    try {
      background.execute(this::collect);
    } catch (RejectedExecutionException e) {
      waiting.set(false);
      log.info("unused layers are removed later, the background is busy: {}", e.getMessage());
    }
  }

  private void collect() {
    waiting.set(false);
    content.collect();
  }
}
