package io.crij.linux.files;

/** The memory that names of directories to be visited later may take, all together. */
final class UsageNames {
  private static final int MOST_BYTES = 4 << 20;

  /** What a name takes beside its own bytes, roughly. */
  private static final int OVERHEAD = 64;

  private int taken;

  boolean take(ConfinedPath name) {
    int cost = cost(name);
    if (cost > MOST_BYTES - taken) {
      return false;
    }
    taken += cost;
    return true;
  }

  void giveBack(ConfinedPath name) {
    taken -= cost(name);
  }

  private static int cost(ConfinedPath name) {
    return name.nativeBytes().length + OVERHEAD;
  }
}
