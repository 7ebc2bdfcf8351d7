package io.crij.sandbox;

import io.crij.linux.mount.MountEntry;
import io.crij.linux.mount.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All that pods could leave behind on a node; equal before and after when nothing is left. */
final class NodeObjects {
  private NodeObjects() {}

  static Set<String> of(SandboxNode node) throws IOException, InterruptedException {
    Set<String> objects = new TreeSet<>();
    for (MountEntry mount : MountTable.read().below(node.base)) {
      objects.add("mount " + mount.mountPoint());
    }
    for (String tree : new String[] {"root", "run", "cni", "ipam"}) {
      addFiles(objects, node.path(tree));
    }
    node.onHost("ip -o link | cut -d: -f2")
        .lines()
        .map(String::strip)
        .filter(link -> !link.equals("pods0")) // the plugin keeps its bridge
        .forEach(link -> objects.add("link " + link));
    node.onHost("iptables -t nat -S")
        .lines()
        .filter(rule -> rule.contains("10.222.7.") || rule.contains("--dport "))
        .forEach(rule -> objects.add("rule " + rule));
    for (Path hierarchy : node.cgroups.host().hierarchies()) {
      addGroups(objects, hierarchy.resolve(node.cgroup.path().substring(1)));
    }
    return objects;
  }

  private static void addGroups(Set<String> objects, Path top) throws IOException {
    if (Files.exists(top)) {
      try (Stream<Path> files = Files.walk(top)) {
        files.filter(Files::isDirectory).forEach(group -> objects.add("cgroup " + group));
      }
    }
  }

  private static void addFiles(Set<String> objects, Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> files = Files.walk(top)) {
      files.filter(file -> !isKept(top, file)).forEach(file -> objects.add("file " + file));
    }
  }

  /** The directories themselves, the program of PID namespaces, the allocator's bookkeeping. */
  private static boolean isKept(Path top, Path file) {
    String name = file.getFileName().toString();
    return file.equals(top)
        || file.toString().contains("/root/pid-root")
        || Set.of("sandboxes", "ns", "pid-exits", "runc", "crun").contains(name)
        || name.startsWith("last_reserved_ip")
        || name.equals("lock")
        || file.endsWith("ipam/pods");
  }
}
