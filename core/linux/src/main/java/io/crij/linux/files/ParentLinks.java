package io.crij.linux.files;

/** What becomes of a symbolic link on the way to an object that is built. */
public enum ParentLinks {
  /** The operation fails with ELOOP. */
  REFUSE(Resolver.BUILDING),
  /** It is followed as a container would, never out of the root. */
  FOLLOW_IN_ROOT(Resolver.IN_ROOT);

  private final long resolve;

  ParentLinks(long resolve) {
    this.resolve = resolve;
  }

  long resolve() {
    return resolve;
  }
}
