package io.crij.sandbox;

import io.crij.linux.errno.KernelException;
import io.crij.linux.mount.Mounts;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.linux.namespace.PodNamespaces;
import io.crij.linux.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network namespace whose pin somebody else has taken away. Plugins can undo all of their work
 * only in the namespace itself, which lives as long as a process of the pod.
 */
record LostNetwork(SandboxEntry entry, SandboxParts parts) {
  private static final Logger log = LoggerFactory.getLogger(LostNetwork.class);
  private static final Path PROC = Path.of("/proc");

  /** Pins it again from a living process; before the containers are stopped. */
  void restore() {
    try {
      Optional<Path> pin = lostPin();
      if (pin.isEmpty()) {
        return;
      }
      for (ProcessIdentity process : processes()) {
        if (isOwnNamespace(process) && pin(process, pin.get())) {
          log.warn("the network namespace of {} was not pinned any more, and is again", text());
          return;
        }
      }
      log.warn(
          "the network namespace of {} is gone: what plugins made for it on the node, such as"
              + " iptables rules for {} with the comment id: \"{}\", may be left",
          text(),
          entry.record().ips(),
          entry.id());
    } catch (IOException unknown) {
      log.warn("whether the network namespace of {} lives is not known", text(), unknown);
    }
  }

  /** Where its pin should be; empty when it is there, or nothing is attached to it. */
  private Optional<Path> lostPin() throws IOException {
    Optional<Path> pin = entry.snapshot().places().namespace(NamespaceKind.NET);
    boolean lost =
        pin.isPresent()
            && Files.isDirectory(pin.get().getParent())
            && !Mounts.isMountPoint(pin.get())
            && parts.cni().isAttached(entry.id());
    return lost ? pin : Optional.empty();
  }

  /** Oldest first: a container's first process has the pod's namespace, its children may not. */
  private List<ProcessIdentity> processes() throws IOException {
    List<ProcessIdentity> living = new ArrayList<>();
    for (int pid : parts.cgroups().pids(entry.snapshot().places().cgroupParent())) {
      ProcessIdentity.read(pid).ifPresent(living::add);
    }
    living.sort(Comparator.comparingLong(ProcessIdentity::startTime));
    return living;
  }

  /** The monitors of the pod's containers are in the node's. */
  private static boolean isOwnNamespace(ProcessIdentity process) {
    try {
      Path own = Files.readSymbolicLink(PROC.resolve("self/ns/net"));
      Path its = PROC.resolve(Integer.toString(process.pid())).resolve("ns/net");
      return !Files.readSymbolicLink(its).equals(own);
    } catch (IOException ended) {
      log.debug("process {} has ended", process, ended);
      return false;
    }
  }

  private static boolean pin(ProcessIdentity process, Path pin) throws IOException {
    try {
      PodNamespaces.pinFromProcess(process.pid(), NamespaceKind.NET, pin);
    } catch (KernelException ended) {
      log.debug("process {} has ended", process, ended);
      return false;
    }
    if (process.isAlive()) {
      return true;
    }
    PodNamespaces.unpinOne(pin);
    return false;
  }

  private String text() {
    return entry.text();
  }
}
