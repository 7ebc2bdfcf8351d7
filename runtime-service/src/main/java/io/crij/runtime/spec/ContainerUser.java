package io.crij.runtime.spec;

import java.util.List;

/**
 * Whom a container's first process runs as (CRI LinuxContainerUser). Storable as JSON.
 *
 * @param supplementalGroups with the primary one, ascending
 */
public record ContainerUser(long uid, long gid, List<Long> supplementalGroups) {
  public ContainerUser {
    supplementalGroups = List.copyOf(supplementalGroups);
  }
}
