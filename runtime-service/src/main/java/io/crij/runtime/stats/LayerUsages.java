package io.crij.runtime.stats;

import io.crij.image.rootfs.RootFilesystems;
import io.crij.linux.thread.NamedThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what containers have written into their root file systems, in the background: one layer at
 * a time, by one thread, which works for a moment and then rests as long as its share of a
 * processor asks for. A layer is left alone while no process of its container has run.
 */
public final class LayerUsages implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LayerUsages.class);
  private static final Duration TURN = Duration.ofMillis(20);

  private final RootFilesystems rootFilesystems;
  private final LayerUsageSettings settings;
  private final Map<String, KnownLayer> known = new ConcurrentHashMap<>();
  private final AtomicBoolean newOnes = new AtomicBoolean();
  private final LayerRound round;
  private final ScheduledThreadPoolExecutor thread;

  private LayerUsages(
      RootFilesystems rootFilesystems,
      LayerActivity activity,
      LayerUsageSettings settings,
      Clock clock) {
    this.rootFilesystems = rootFilesystems;
    this.settings = settings;
    this.round = new LayerRound(known, activity, clock);
    this.thread = new ScheduledThreadPoolExecutor(1, NamedThreads.platform("layer-usage"));
  }

  /**
   * @param clock wall time
   */
  public static LayerUsages start(
      RootFilesystems rootFilesystems,
      LayerActivity activity,
      LayerUsageSettings settings,
      Clock clock) {
    LayerUsages usages = new LayerUsages(rootFilesystems, activity, settings, clock);
    var _ =
        usages.thread.scheduleAtFixedRate(
            () -> usages.begin(false), 0, settings.period().toNanos(), TimeUnit.NANOSECONDS);
    return usages;
  }

  /** Never waits; empty until it was counted once, which begins soon after it was asked for. */
  public Optional<LayerUsage> get(String containerId) {
    Optional<LayerUsage> usage = Optional.ofNullable(known.get(containerId)).map(KnownLayer::usage);
    if (usage.isEmpty() && newOnes.compareAndSet(false, true)) {
      try {
        thread.execute(() -> begin(true));
      } catch (RejectedExecutionException ending) {
        log.debug("{} is not counted any more", containerId, ending);
      }
    }
    return usage;
  }

  /** A round that is not over goes on; it has what another would begin with. */
  private void begin(boolean onlyNew) {
    newOnes.set(false);
    if (!round.isOver()) {
      return;
    }
    known.keySet().removeIf(id -> rootFilesystems.get(id).isEmpty());
    round.begin(
        rootFilesystems.list().stream()
            .filter(each -> !onlyNew || !known.containsKey(each.containerId()))
            .toList());
    turn();
  }

  private void turn() {
    if (round.advance(TURN)) {
      return;
    }
    long rest = TURN.toNanos() * (100 - settings.percent()) / settings.percent();
    var _ = thread.schedule(this::turn, rest, TimeUnit.NANOSECONDS);
  }

  /** Ends within one turn. */
  @Override
  public void close() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.execute(round::close);
    thread.shutdown();
  }
}
