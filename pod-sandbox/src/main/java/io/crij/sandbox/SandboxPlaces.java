package io.crij.sandbox;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.namespace.NamespaceKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where the parts of a pod sandbox are; all of it follows from its id and configuration.
 *
 * @param namespaces directory of the pinned namespaces
 * @param pinned kinds that the pod has of its own, each a file in that directory
 * @param shm mounted as /dev/shm in containers; the node's own with IPC mode NODE
 * @param hostnameFile mounted as /etc/hostname
 * @param hostsFile mounted as /etc/hosts where the kubelet mounts none
 * @param resolvConf mounted as /etc/resolv.conf
 * @param cgroupParent group that the groups of containers are made in
 */
public record SandboxPlaces(
    Path namespaces,
    Set<NamespaceKind> pinned,
    Path shm,
    Path hostnameFile,
    Path hostsFile,
    Path resolvConf,
    CgroupPath cgroupParent) {

  public SandboxPlaces {
    pinned = Set.copyOf(pinned);
  }

  /** The pinned namespace of the pod; empty when its containers use the node's or their own. */
  public Optional<Path> namespace(NamespaceKind kind) {
    return pinned.contains(kind)
        ? Optional.of(namespaces.resolve(kind.fileName()))
        : Optional.empty();
  }
}
