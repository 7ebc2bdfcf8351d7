package io.crij.runtime.stats;

import io.crij.image.rootfs.RootFilesystem;
import io.crij.linux.files.TreeUsage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at each of some layers, in parts. One thread. */
final class LayerRound implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LayerRound.class);

  private final Map<String, KnownLayer> known;
  private final LayerActivity activity;
  private final Clock clock;
  private final Deque<RootFilesystem> left = new ArrayDeque<>();
  private Optional<Walk> walk = Optional.empty();

  private record Walk(String containerId, OptionalLong activity, Instant begun, TreeUsage tree) {}

  LayerRound(Map<String, KnownLayer> known, LayerActivity activity, Clock clock) {
    this.known = known;
    this.activity = activity;
    this.clock = clock;
  }

  void begin(List<RootFilesystem> layers) {
    left.addAll(layers);
  }

  boolean isOver() {
    return left.isEmpty() && walk.isEmpty();
  }

  /**
   * Works for a while, on something at least.
   *
   * @return whether nothing is left to do
   */
  boolean advance(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    do {
      try {
        if (walk.isPresent()) {
          goOn(walk.get(), until);
        } else if (!left.isEmpty()) {
          next(left.removeFirst());
        }
      } catch (IOException | RuntimeException e) {
        // The next one is counted all the same.
        log.warn("a writable layer was not counted", e);
        close();
      }
    } while (!isOver() && System.nanoTime() - until < 0);
    return isOver();
  }

  private void next(RootFilesystem layer) throws IOException {
    String id = layer.containerId();
    OptionalLong now = activity.of(id);
    Optional<KnownLayer> last = Optional.ofNullable(known.get(id));
    if (last.isPresent() && last.get().isTrueAt(now)) {
      LayerUsage usage = last.get().usage();
      put(id, now, new LayerUsage(usage.bytes(), usage.inodes(), clock.instant()), true);
    } else {
      walk = Optional.of(new Walk(id, now, clock.instant(), TreeUsage.of(layer.upper())));
    }
  }

  private void goOn(Walk current, long until) throws IOException {
    boolean whole = current.tree().advance(until);
    TreeUsage.Count count = current.tree().count();
    // A layer that grows fast is told of before all of it is counted.
    long before =
        Optional.ofNullable(known.get(current.containerId()))
            .map(last -> last.usage().bytes())
            .orElse(-1L);
    if (whole || count.bytes() > before) {
      LayerUsage usage = new LayerUsage(count.bytes(), count.inodes(), current.begun());
      put(current.containerId(), current.activity(), usage, whole && count.complete());
    }
    if (whole) {
      close();
    }
  }

  private void put(String id, OptionalLong seen, LayerUsage usage, boolean whole) {
    known.put(id, new KnownLayer(usage, seen, whole));
  }

  @Override
  public void close() {
    walk.ifPresent(current -> current.tree().close());
    walk = Optional.empty();
  }
}
