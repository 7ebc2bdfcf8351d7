package io.crij.linux.namespace;

import java.util.Optional;

/** The kinds of namespaces(7). */
public enum NamespaceKind {
  NET("net", 0x40000000),
  IPC("ipc", 0x08000000),
  UTS("uts", 0x04000000),
  PID("pid", 0x20000000),
  MOUNT("mnt", 0x00020000),
  USER("user", 0x10000000),
  CGROUP("cgroup", 0x02000000);

  private final String fileName;
  private final int cloneFlag;

  NamespaceKind(String fileName, int cloneFlag) {
    this.fileName = fileName;
    this.cloneFlag = cloneFlag;
  }

  /** Its name in /proc/PID/ns. */
  public String fileName() {
    return fileName;
  }

  /** CLONE_NEW* of unshare(2), setns(2) and NS_GET_NSTYPE. */
  public int cloneFlag() {
    return cloneFlag;
  }

  /**
   * Whose kernel parameter it is, by the key (sysctl(8)) with either separator: changing it in a
   * namespace of this kind changes nothing outside. Empty for one that all of the node shares.
   */
  public static Optional<NamespaceKind> ofSysctl(String key) {
    String name = key.replace('/', '.');
    if (name.startsWith("net.")) {
      return Optional.of(NET);
    }
    if (name.startsWith("fs.mqueue.")
        || name.startsWith("kernel.shm")
        || name.startsWith("kernel.msg")
        || name.equals("kernel.sem")) {
      return Optional.of(IPC);
    }
    return name.equals("kernel.hostname") || name.equals("kernel.domainname")
        ? Optional.of(UTS)
        : Optional.empty();
  }
}
