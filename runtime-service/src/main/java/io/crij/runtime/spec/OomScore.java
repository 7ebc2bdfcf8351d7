package io.crij.runtime.spec;

import io.crij.cri.v1.LinuxContainerResources;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How soon the kernel kills a container when memory is out: as asked, if the daemon may set it. */
final class OomScore {
  private static final Logger log = LoggerFactory.getLogger(OomScore.class);
  private static final int EXTREME = 1000;

  private final int lowest;
  private final AtomicBoolean said = new AtomicBoolean();

  OomScore(int lowest) {
    this.lowest = lowest;
  }

  int of(LinuxContainerResources wanted) {
    long asked = wanted.getOomScoreAdj();
    if (asked < -EXTREME || asked > EXTREME) {
      throw new Field("oom_score_adj", Long.toString(asked))
          .wrong("is out of range", "Give -1000 to 1000.");
    }
    if (asked < lowest && !said.getAndSet(true)) {
      log.warn(
          "oom_score_adj {} is raised to {}: without CAP_SYS_RESOURCE the daemon cannot set less."
              + " This is said once.",
          asked,
          lowest);
    }
    return (int) Math.max(asked, lowest);
  }
}
