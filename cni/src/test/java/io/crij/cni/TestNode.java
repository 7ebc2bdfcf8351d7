package io.crij.cni;

import io.crij.linux.event.EventLoop;
import io.crij.linux.process.Command;
import io.crij.linux.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directories that a CNI node has, in a temporary one, and the namespaces of its pods. */
final class TestNode implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(1);

  private final Path base;
  private final EventLoop loop = new EventLoop();
  private final Command command = new Command(new Spawner(loop));
  private final Deque<PinnedNetns> namespaces = new ArrayDeque<>();

  TestNode(Path base) throws IOException {
    this.base = base;
    for (String directory : List.of("net.d", "bin", "ns", "log")) {
      Files.createDirectory(base.resolve(directory));
    }
  }

  Path path(String name) {
    return base.resolve(name);
  }

  Cni cni() {
    return cni(LONG);
  }

  Cni cni(Duration delDeadline) {
    return new Cni(
        new CniSettings(
            path("net.d"), List.of(path("bin")), path("cni"), LONG, delDeadline, Optional.empty()),
        command);
  }

  void network(String json) throws IOException {
    Files.writeString(path("net.d/10-test.conflist"), json);
  }

  /** A plugin that is a shell script; {@code $base} is the directory of this node. */
  void plugin(String name, String script) throws IOException {
    Path file = path("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\nbase=" + base + "\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  PinnedNetns namespace(String name) throws IOException, InterruptedException {
    PinnedNetns netns = PinnedNetns.make(path("ns").resolve(name), command);
    namespaces.push(netns);
    return netns;
  }

  /** An attachment of a pod whose namespace is made with {@link #namespace} under the same name. */
  Attachment attachment(String id, PortMapping... ports) {
    return new Attachment(
        id, path("ns").resolve(id), "eth0", Map.of("K8S_POD_NAME", "web"), List.of(ports));
  }

  @Override
  public void close() throws IOException {
    for (PinnedNetns netns : namespaces) {
      netns.close();
    }
    loop.close();
  }
}
