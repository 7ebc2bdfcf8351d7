package io.crij.runtime.spec;

/** Which mounts made later below a volume are seen on the other side (CRI MountPropagation). */
public enum Propagation {
  /** None. */
  PRIVATE("rprivate"),
  /** Those of the host in the container. */
  HOST_TO_CONTAINER("rslave"),
  /** Those of either side. */
  BIDIRECTIONAL("rshared");

  private final String option;

  Propagation(String option) {
    this.option = option;
  }

  /** As mount(8) spells it. */
  String option() {
    return option;
  }
}
