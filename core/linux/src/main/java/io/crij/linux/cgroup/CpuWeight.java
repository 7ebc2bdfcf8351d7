package io.crij.linux.cgroup;

/**
 * cpu.shares of v1 (2 to 262144, 1024 by default) and cpu.weight of v2 (1 to 10000, 100 by
 * default): the linear mapping of Kubernetes' KEP-2254.
 */
public final class CpuWeight {
  private static final long LEAST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final long MOST_WEIGHT = 10_000;

  private CpuWeight() {}

  public static long ofShares(long shares) {
    long bounded = Math.clamp(shares, LEAST_SHARES, MOST_SHARES);
    return 1 + (bounded - LEAST_SHARES) * (MOST_WEIGHT - 1) / (MOST_SHARES - LEAST_SHARES);
  }

  public static long toShares(long weight) {
    long bounded = Math.clamp(weight, 1, MOST_WEIGHT);
    return LEAST_SHARES + (bounded - 1) * (MOST_SHARES - LEAST_SHARES) / (MOST_WEIGHT - 1);
  }
}
