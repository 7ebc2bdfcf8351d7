package io.crij.deploy.config;

import java.util.Locale;

/** Who makes the control groups of containers. */
public enum CgroupManager implements Choice {
  CGROUPFS;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
