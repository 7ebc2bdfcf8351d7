package io.crij.runtime.spec;

import io.crij.linux.thread.BoundedPool;
import java.time.Duration;

/** Builds config.json from a container as CRI asks for it. */
public final class ContainerSpecs {
  private final HostFacts host;
  private final BoundedPool userPaths;
  private final Duration userPathDeadline;

  /**
   * @param userPaths for calls on paths that a user supplied, which may hang (a dead NFS server)
   * @param userPathDeadline how long each may take
   */
  public ContainerSpecs(HostFacts host, BoundedPool userPaths, Duration userPathDeadline) {
    this.host = host;
    this.userPaths = userPaths;
    this.userPathDeadline = userPathDeadline;
  }
}
